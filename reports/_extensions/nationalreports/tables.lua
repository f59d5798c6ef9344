-- Tables that can be read aloud and on a narrow screen: header cells with a scope, the first
-- column as row headers, and a box that scrolls. For print see print.lua.

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

return {
  { traverse = "topdown", Table = function(tbl)
    if FORMAT:match("html") then return html(tbl) end
  end },
}
