-- Quarto's figures, tables, references and callouts, as the embedded renderer has them.
--
-- For the web it writes figures and tables as boxes of raw HTML, where a table has no caption of its
-- own and a `div` an attribute that only pictures have, and a callout as a quotation. For print it
-- would write a figure of its own kind, which Typst places and tags in another way than pandoc's.

-- Before Quarto writes them: `FloatRefTarget` is its name for what has a caption and a number.
local function printed(target)
  local caption = { long = pandoc.Blocks({ target.caption_long }) }
  local result
  pandoc.Div(target.content):walk({
    Image = function(image)
      image.attributes["fig-alt"] = image.attributes["fig-alt"] or target.attributes["fig-alt"]
      result = pandoc.Figure({ pandoc.Plain({ image }) }, caption)
    end,
    Table = function(tbl)
      tbl.caption = caption
      result = tbl
    end,
  })
  result.identifier = target.identifier
  return result
end

if FORMAT:match("typst") then return { { FloatRefTarget = printed } } end

-- `{ "Figure", nbsp, "1", ":", … }`, whose number gets the class that it has in the other renderer.
local function numbered(inlines)
  local number = pandoc.Inlines({})
  while inlines[1] and #number < 5 do
    number:insert(inlines:remove(1))
    if number[#number].text == ":" then break end
  end
  if inlines[1] and inlines[1].t == "Space" then inlines:remove(1) end
  local text = pandoc.utils.stringify(number) .. " "
  return pandoc.Inlines({ pandoc.Span(text, { class = "number" }) }) .. inlines
end

local function caption(div)
  local found
  div:walk({ Blocks = function(blocks)
    for place, block in ipairs(blocks) do
      if block.t == "RawBlock" and block.text:match("^<figcaption") then
        found = blocks[place + 1].content
      end
    end
  end })
  if not found then error(div.identifier .. " has no caption") end
  return { long = { pandoc.Plain(numbered(found)) } }
end

local function float(div)
  if not div.classes:includes("quarto-float") then return nil end
  local kind, result = div.identifier:sub(1, 4), nil
  div:walk({
    Image = function(image)
      if kind ~= "fig-" then return end
      image.caption = pandoc.Inlines({ pandoc.Str(image.attributes.alt) })
      result = pandoc.Figure({ pandoc.Plain({ image }) }, caption(div))
    end,
    Table = function(tbl)
      if kind ~= "tbl-" then return end
      tbl.caption = caption(div)
      tbl.attr = pandoc.Attr()
      result = tbl
    end,
  })
  if result then result.identifier = div.identifier end
  return result
end

local function callout(div)
  local quote = div.content[1]
  if div.identifier ~= "" or #div.classes > 0 or #div.content ~= 1 then return nil end
  if quote.t ~= "BlockQuote" then return nil end
  return pandoc.Div(quote.content, pandoc.Attr("", { "callout" }))
end

local function reference(link)
  link.classes = link.classes:filter(function(class) return class ~= "quarto-xref" end)
  return link
end

return { { Div = function(div) return float(div) or callout(div) end, Link = reference } }
