-- Accounts of themes in the order of the data. In a source,
--
--   :::: {.accounts}
--   ::: {theme="themes.experience.isolation"}
--   ### Being apart
--   …
--   :::
--   ::::
--
-- What is told most stands first, and a theme without a published count has no account: to describe
-- it would tell that it was told. Equal counts keep the order of the source. The headings are left
-- out of the contents, which would otherwise be as long as a page.

local metadata = {}

-- The count is the first number of the fact that says it: "reported in 4 of the 6 areas’ letters".
local function told(theme)
  local value = metadata.facts
  for part in theme:gmatch("[^.]+") do value = value and value[part] end
  if not value or not value.reported then
    error("there is no theme " .. theme .. "; facts.themes and facts.discussions say which exist")
  end
  return tonumber(pandoc.utils.stringify(value.reported):match("%d+"))
end

local function sorted(div)
  if not div.classes:includes("accounts") then return nil end
  local shown = {}
  for place, account in ipairs(div.content) do
    local theme = account.t == "Div" and account.attributes.theme
    if not theme then error("in a div with the class accounts, all parts are divs with a theme") end
    local count = told(theme)
    if count then table.insert(shown, { count = count, place = place, blocks = account.content }) end
  end
  table.sort(shown, function(one, other)
    if one.count ~= other.count then return one.count > other.count end
    return one.place < other.place
  end)
  local blocks = pandoc.Blocks({})
  for _, account in ipairs(shown) do blocks:extend(account.blocks) end
  return blocks:walk({ Header = function(header)
    header.classes:extend({ "unnumbered", "unlisted" })
    return header
  end })
end

return { { Meta = function(meta) metadata = meta end }, { Div = sorted } }
