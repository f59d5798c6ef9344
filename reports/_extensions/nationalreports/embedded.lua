-- What Quarto does by itself, for the embedded renderer: callouts, numbered figures and tables,
-- references to them, and alternative text.

local numbers = {}

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
  if FORMAT:match("typst") then return fig end
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
  if FORMAT:match("typst") then
    local word = numbers[id]:match("^%a+")
    return pandoc.RawInline("typst", "#ref(<" .. id .. ">, supplement: [" .. word .. "])")
  end
  return pandoc.Link({ pandoc.Str(numbers[id]) }, "#" .. id)
end

return {
  { Div = callout },
  { traverse = "topdown", Figure = figure, Table = tabular },
  { Cite = cite },
}
