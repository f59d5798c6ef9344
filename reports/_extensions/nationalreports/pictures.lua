-- On narrow screens a chart's narrow form takes the place of the wide one, for its text would be too
-- small. Print has the wide form.

local BELOW = "screen and (max-width: 36em)"

local function encoded(text)
  return (text:gsub("[^%w%-_.~/:;=+*,()]", function(byte)
    return string.format("%%%02X", byte:byte())
  end))
end

-- Renderers put what `src` names into the page, and leave `srcset` as it is.
local function picture(image)
  local stem = image.src:match("^([%w_/-]*figures/[%w_-]+)%.svg$")
  local file = stem and io.open(stem .. "-narrow.svg", "rb")
  if not file then return nil end
  local narrow = file:read("a")
  file:close()
  return {
    pandoc.RawInline("html", '<picture><source media="' .. BELOW
      .. '" srcset="data:image/svg+xml,' .. encoded(narrow) .. '">'),
    image,
    pandoc.RawInline("html", "</picture>"),
  }
end

if FORMAT:match("html") then return { { Image = picture } } end
return {}
