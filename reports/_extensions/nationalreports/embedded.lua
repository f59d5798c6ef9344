-- What Quarto does by itself, for the embedded renderer: conditional sections, callouts,
-- numbered figures and tables, references to them, and alternative text on the way to Typst.

local numbers = {}
local metadata = {}

local function fact(key)
  local value = metadata
  for part in key:gmatch("[^.]+") do
    value = value and value[part]
  end
  return value == true
end

local function conditional(div)
  local visible = div.classes:includes("content-visible")
  if not visible and not div.classes:includes("content-hidden") then
    return nil
  end
  local holds = true
  if div.attributes["when-meta"] then holds = fact(div.attributes["when-meta"]) end
  if div.attributes["unless-meta"] then holds = holds and not fact(div.attributes["unless-meta"]) end
  if holds == visible then return div.content end
  return {}
end

local function callout(div)
  if not div.classes:find_if(function(class) return class:match("^callout%-") end) then
    return nil
  end
  local blocks = div.content
  local title = blocks[1] and blocks[1].t == "Header" and blocks[1].content
  if FORMAT:match("typst") then
    if title then blocks:remove(1) end
    return pandoc.Blocks({ pandoc.RawBlock("typst", "#callout(title: [") })
      .. { pandoc.Plain(title or {}), pandoc.RawBlock("typst", "], body: [") } .. blocks
      .. { pandoc.RawBlock("typst", "])") }
  end
  if title then blocks[1] = pandoc.Para({ pandoc.Strong(title) }) end
  return pandoc.Div(blocks, pandoc.Attr("", { "callout" }))
end

-- A Typst string holds any character; only backslash and quote are special in it.
local function typst_string(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function number(kind, id, caption)
  local word = kind == "fig" and "Figure" or "Table"
  numbers[kind] = (numbers[kind] or 0) + 1
  numbers[id] = word .. "\u{a0}" .. numbers[kind]
  -- Typst numbers figures and tables by itself, in the same order.
  if not FORMAT:match("typst") and caption.long[1] then
    local opening = pandoc.Inlines({ pandoc.Span(numbers[id] .. ": ", { class = "number" }) })
    caption.long[1].content = opening .. caption.long[1].content
  end
  return caption
end

local function figure(fig)
  if not fig.identifier:match("^fig%-") then return nil end
  fig.caption = number("fig", fig.identifier, fig.caption)
  local image
  fig:walk({ Image = function(found) image = found end })
  local alt = image.attributes["fig-alt"] or ""
  if alt == "" then error(fig.identifier .. " has no alternative text (fig-alt)") end
  if FORMAT:match("typst") then
    local caption = pandoc.write(pandoc.Pandoc(fig.caption.long), "typst"):gsub("%s+$", "")
    return pandoc.RawBlock("typst", "#figure(image(" .. typst_string(image.src) .. ", alt: "
      .. typst_string(alt) .. "), caption: [" .. caption .. "], kind: image)<" .. fig.identifier .. ">")
  end
  return fig:walk({ Image = function(found)
    found.attributes["fig-alt"] = nil
    found.caption = pandoc.Inlines({ pandoc.Str(alt) })
    found.attributes.alt = alt
    return found
  end })
end

local function tabular(tbl)
  if not tbl.identifier:match("^tbl%-") then return nil end
  tbl.caption = number("tbl", tbl.identifier, tbl.caption)
  return tbl
end

local function cite(citation)
  local id = citation.citations[1].id
  if not id:match("^fig%-") and not id:match("^tbl%-") then return nil end
  if not numbers[id] then error("@" .. id .. " refers to a figure or table that is not shown") end
  return pandoc.Link({ pandoc.Str(numbers[id]) }, "#" .. id)
end

return {
  { Meta = function(meta) metadata = meta end },
  { Div = conditional },
  { Div = callout },
  { traverse = "topdown", Figure = figure, Table = tabular },
  { Cite = cite },
}
