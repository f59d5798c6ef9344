-- Tables that can be read aloud and on a narrow screen: header cells with a scope, the first
-- column as row headers, a box that scrolls, and in print columns as wide as the page.

local NUMBER_WIDTH = 0.13

local function html(tbl)
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do cell.attr.attributes.scope = "col" end
  end
  for index, body in ipairs(tbl.bodies) do
    body.row_head_columns = 1
    for _, row in ipairs(body.body) do
      row.cells[1].attr.attributes.scope = "row"
    end
    tbl.bodies[index] = body
  end
  for index, spec in ipairs(tbl.colspecs) do
    tbl.colspecs[index] = { spec[1], nil }
  end
  local label = pandoc.utils.stringify(tbl.caption.long)
  if label == "" then label = "Table" end
  return pandoc.Div({ tbl }, pandoc.Attr("", { "table-scroll" },
    { role = "region", tabindex = "0", ["aria-label"] = label })), false
end

local function typst(tbl)
  local numeric = 0
  for _, spec in ipairs(tbl.colspecs) do
    if spec[1] == "AlignRight" then numeric = numeric + 1 end
  end
  local texts = #tbl.colspecs - numeric
  local narrow = math.min(NUMBER_WIDTH, 0.6 / math.max(numeric, 1))
  for index, spec in ipairs(tbl.colspecs) do
    local width = spec[1] == "AlignRight" and narrow or (1 - numeric * narrow) / math.max(texts, 1)
    tbl.colspecs[index] = { spec[1], width }
  end
  return tbl
end

return { { traverse = "topdown", Table = function(tbl)
  if FORMAT:match("typst") then return typst(tbl) end
  if FORMAT:match("html") then return html(tbl) end
end } }
