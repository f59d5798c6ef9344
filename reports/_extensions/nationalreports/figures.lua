-- Figures and tables as pandoc's Typst has them, for print. Pandoc would leave the alternative text
-- of figures out, and Quarto the captions of tables.

if not FORMAT:match("typst") then return {} end

-- A Typst string holds any character; only backslash and quote are special in it.
local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function figure(fig)
  if not fig.identifier:match("^fig%-") then return nil end
  local image
  fig:walk({ Image = function(found) image = found end })
  -- Quarto's own `error` writes a line, and goes on.
  local alt = image.attributes["fig-alt"] or ""
  assert(alt ~= "", "error: " .. fig.identifier .. " has no alternative text (fig-alt)")
  local caption = pandoc.write(pandoc.Pandoc(fig.caption.long), "typst"):gsub("%s+$", "")
  return pandoc.RawBlock("typst", "#figure(image(" .. typst_string(image.src) .. ", alt: "
    .. typst_string(alt) .. "), caption: [" .. caption
    .. "], kind: image)<" .. fig.identifier .. ">")
end

local function tabular(tbl)
  return pandoc.RawBlock("typst", pandoc.write(pandoc.Pandoc({ tbl }), "typst"))
end

return { { Figure = figure, Table = tabular } }
