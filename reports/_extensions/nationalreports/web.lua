-- What only the web page has: captions before their pictures, the data of each figure below it,
-- headings that are links to themselves, and a way back to the contents after each section.

if not FORMAT:match("html") then return {} end

-- A cell that begins so would pass for a formula in a spreadsheet.
local FORMULA = "^[=+%-@\t\r]"

local tables, explained = {}, {}

-- What is said right above a table about its signs belongs to its copy too.
local function collect(blocks)
  for place, block in ipairs(blocks) do
    if block.t == "Table" and block.identifier:match("^tbl%-") then
      local key, before = block.identifier:sub(5), blocks[place - 1]
      tables[key] = block
      if before and before.t == "Div" and before.classes:includes("before-table") then
        explained[key] = before.content
      end
    end
  end
end

local function field(text)
  return text:find('[,"\r\n]') and '"' .. text:gsub('"', '""') .. '"' or text
end

-- RFC 4180 with lines that end in LF: the bytes of the file that goes with the report.
local function csv(tbl)
  local lines = {}
  local function add(rows, guarded)
    for _, row in ipairs(rows) do
      local fields = {}
      for column, cell in ipairs(row.cells) do
        local text = pandoc.utils.stringify(cell.contents)
        -- A number as computers read it, as in the file.
        if column > 1 and text:match("^%d[%d,]*%.?%d*%%?$") then text = text:gsub("[,%%]", "") end
        if guarded and column == 1 and text:match(FORMULA) then text = "'" .. text end
        fields[column] = field(text)
      end
      lines[#lines + 1] = table.concat(fields, ",") .. "\n"
    end
  end
  add(tbl.head.rows, false)
  for _, body in ipairs(tbl.bodies) do add(body.body, true) end
  return table.concat(lines)
end

local function encoded(text)
  return (text:gsub("[^%w%-_.~]", function(byte) return string.format("%%%02X", byte:byte()) end))
end

local function raw(text) return pandoc.RawBlock("html", text) end

local function data(key, name)
  local copy, text = tables[key]:clone(), csv(tables[key])
  copy.identifier = ""
  copy.caption = { long = { pandoc.Plain({ pandoc.Str("Data of " .. name) }) } }
  -- An attribute after the other, for a table of keys comes out in another order on each run.
  local link = pandoc.Link(
    string.format("Download the data of %s (CSV, %d bytes)", name, #text),
    "data:text/csv;charset=utf-8," .. encoded(text), "",
    pandoc.Attr("", {}, { { "download", key .. ".csv" } })
  )
  local unseen = pandoc.Span(" of " .. name, { class = "unseen" })
  local blocks = pandoc.Blocks({
    raw('<details class="data"><summary>'),
    pandoc.Plain({ pandoc.Str("Show data"), unseen }),
    raw("</summary>"),
  })
  blocks:extend(explained[key] or {})
  blocks:extend({ copy, pandoc.Para({ link }), raw("</details>") })
  return blocks
end

local function figure(fig)
  local key = fig.identifier:match("^fig%-([%w_-]+)$")
  if not key then return nil end
  local caption = fig.caption.long[1].content
  local number
  fig.caption.long[1]:walk({ Span = function(span)
    if span.classes:includes("number") then
      number = pandoc.utils.stringify(span):gsub(":%s*$", "")
    end
  end })
  local blocks = pandoc.Blocks({
    raw('<figure id="' .. fig.identifier .. '"><figcaption>'),
    pandoc.Plain(caption),
    raw("</figcaption>"),
  }) .. fig.content .. { raw("</figure>") }
  if tables[key] then blocks:extend(data(key, number)) end
  return blocks
end

-- The heading itself is the link, so that it is read once and needs no name of its own.
local function heading(header)
  local linked = false
  header:walk({ Link = function() linked = true end, Note = function() linked = true end })
  if header.identifier == "" or linked then return nil end
  local attributes = pandoc.Attr("", { "anchor" })
  header.content = { pandoc.Link(header.content, "#" .. header.identifier, "", attributes) }
  return header
end

local function ways_back(doc)
  local seen = false
  return doc:walk({ traverse = "topdown", Blocks = function(blocks)
    local result = pandoc.Blocks({})
    for _, block in ipairs(blocks) do
      if block.t == "Header" and block.level == 2 then
        if seen then
          local link = pandoc.Link("Back to contents", "#contents")
          result:insert(pandoc.Div({ pandoc.Plain({ link }) }, pandoc.Attr("", { "back" })))
        end
        seen = true
      end
      result:insert(block)
    end
    return result
  end })
end

return {
  { Blocks = collect },
  { Pandoc = ways_back },
  { Figure = figure, Header = heading },
}
