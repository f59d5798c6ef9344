-- Sections that stand on a fact: `::: {.content-visible when-meta="facts.has.visits"}`. Quarto knows
-- them too, but keeps a box around what it shows, and so parts a lead-in from its list.

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
  for name, key in pairs(div.attributes) do
    if name == "when-meta" then
      holds = holds and fact(key)
    elseif name == "unless-meta" then
      holds = holds and not fact(key)
    else
      return nil
    end
  end
  if holds == visible then return div.content end
  return {}
end

return { { Meta = function(meta) metadata = meta end }, { Div = conditional } }
