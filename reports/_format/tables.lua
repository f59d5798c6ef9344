-- Tables that can be read aloud and on a narrow screen: header cells with a scope, the first
-- column as row headers, a box that scrolls, and in print columns as wide as the page.

-- Widths in print follow the longest cell: a share of the page for each character, within bounds.
local WIDTH_A_CHARACTER = 0.0135
local NARROWEST, WIDEST = 0.14, 0.24

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
  -- In pairs, for a table of keys comes out in another order on each run.
  return pandoc.Div({ tbl }, pandoc.Attr("", { "table-scroll" },
    { { "role", "region" }, { "tabindex", "0" }, { "aria-label", label } })), false
end

local function longest_cells(tbl)
  local longest = {}
  local function measure(rows)
    for _, row in ipairs(rows) do
      for index, cell in ipairs(row.cells) do
        local length = pandoc.text.len(pandoc.utils.stringify(cell.contents))
        longest[index] = math.max(longest[index] or 0, length)
      end
    end
  end
  for _, body in ipairs(tbl.bodies) do measure(body.body) end
  return longest
end

local function typst(tbl)
  local longest, left, texts = longest_cells(tbl), 1, 0
  local widths = {}
  for index, spec in ipairs(tbl.colspecs) do
    if spec[1] == "AlignRight" then
      local wanted = (longest[index] or 0) * WIDTH_A_CHARACTER + 0.02
      widths[index] = math.min(math.max(wanted, NARROWEST), WIDEST, 0.7 / #tbl.colspecs)
      left = left - widths[index]
    else
      texts = texts + math.min(math.max(longest[index] or 0, 10), 40)
    end
  end
  for index, spec in ipairs(tbl.colspecs) do
    local share = math.min(math.max(longest[index] or 0, 10), 40) / math.max(texts, 1)
    tbl.colspecs[index] = { spec[1], widths[index] or left * share }
  end
  return tbl
end

-- In print a sentence about a table must not stay behind on the page before it.
local function before_table(div)
  if not FORMAT:match("typst") or not div.classes:includes("before-table") then return nil end
  return pandoc.Blocks({ pandoc.RawBlock("typst", "#block(sticky: true)[") }) .. div.content
    .. { pandoc.RawBlock("typst", "]") }
end

-- Quarto takes a numbered table's caption out of the table: the box gets its name from there.
local function named(float)
  if not FORMAT:match("html") or not float.caption_long then return nil end
  local label = pandoc.utils.stringify(float.caption_long)
  float.content = pandoc.Blocks(float.content):walk({ Div = function(div)
    if not div.classes:includes("table-scroll") then return nil end
    div.attributes["aria-label"] = label
    return div
  end })
  return float
end

return {
  { traverse = "topdown", Div = before_table, Table = function(tbl)
    if FORMAT:match("typst") then return typst(tbl) end
    if FORMAT:match("html") then return html(tbl) end
  end },
  { FloatRefTarget = named },
}
