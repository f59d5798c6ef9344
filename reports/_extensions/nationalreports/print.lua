-- The printed report: columns of tables as wide as the page, and lead-ins that stay with what they
-- lead to. What a page looks like stands in typst-template.typ.

if not FORMAT:match("typst") then return {} end

-- Widths follow the longest cell: a share of the page for each character, within bounds. A column's
-- head may take two lines.
local WIDTH_A_CHARACTER = 0.0135
local NARROWEST, WIDEST = 0.14, 0.24

local function longest_cells(tbl)
  local longest = {}
  local function measure(rows, lines)
    for _, row in ipairs(rows) do
      for index, cell in ipairs(row.cells) do
        local length = pandoc.text.len(pandoc.utils.stringify(cell.contents)) / lines
        longest[index] = math.max(longest[index] or 0, length)
      end
    end
  end
  measure(tbl.head.rows, 2)
  for _, body in ipairs(tbl.bodies) do measure(body.body, 1) end
  return longest
end

local function widths_of_columns(tbl)
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

local function kept_with_next(blocks)
  return pandoc.Blocks({ pandoc.RawBlock("typst", "#keep-with-next[") }) .. blocks
    .. { pandoc.RawBlock("typst", "]") }
end

local function before_table(div)
  if div.classes:includes("before-table") then return kept_with_next(div.content) end
end

-- A paragraph right before a list leads into it.
local function lead_ins(blocks)
  local kept = pandoc.Blocks({})
  for index, block in ipairs(blocks) do
    local following = blocks[index + 1]
    local leads = block.t == "Para" and following
      and (following.t == "BulletList" or following.t == "OrderedList")
    if leads then kept:extend(kept_with_next(pandoc.Blocks({ block }))) else kept:insert(block) end
  end
  return kept
end

return {
  { Blocks = lead_ins },
  { Div = before_table },
  { traverse = "topdown", Table = widths_of_columns },
}
