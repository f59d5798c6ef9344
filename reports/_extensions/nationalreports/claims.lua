-- Claims: what a sentence rests on is for the machine, not for readers. Where the metadata say what
-- came of each condition, a draft marks the sentences that it does not bear out, in words, so that
-- the mark is heard and printed as well as seen.

local verdicts = nil
local draft = false

-- White space is nothing to a condition, and renderers break lines at will.
local function key(condition)
  return (condition:gsub("%s+", ""))
end

local function read(meta)
  local has = meta.facts and meta.facts.has
  draft = has ~= nil and has.draft == true
  if not meta.claims then return nil end
  verdicts = {}
  for _, claim in ipairs(meta.claims) do
    verdicts[key(pandoc.utils.stringify(claim.claim))] = {
      verdict = pandoc.utils.stringify(claim.verdict),
      figures = pandoc.utils.stringify(claim.figures),
    }
  end
  -- Nothing after this filter needs them.
  meta.claims = nil
  return meta
end

local function remark(condition, found)
  local said = found.verdict
  if said == "not settled" then said = "is not settled" end
  local text = " [This sentence " .. said .. ". Condition: " .. condition .. ". Figures: "
    .. found.figures .. "]"
  if said == "cannot be read" then
    text = " [The claim of this sentence cannot be read. Condition: " .. condition .. ". Why: "
      .. found.figures .. "]"
  end
  return pandoc.Strong({ pandoc.Str(text) })
end

local function bare(span)
  span.attributes.claim = nil
  span.classes = span.classes:filter(function(class) return class ~= "general" end)
  for _ in pairs(span.attributes) do return span end
  if span.identifier ~= "" or #span.classes > 0 then return span end
  return span.content
end

local function claim(span)
  local condition = span.attributes.claim
  if not condition then
    if span.classes:includes("general") then return bare(span) end
    return nil
  end
  if not draft or not verdicts then return bare(span) end
  local found = verdicts[key(condition)]
    or { verdict = "is not judged", figures = "none; claims stand in sources alone" }
  if found.verdict == "holds" then return bare(span) end
  local marked = pandoc.Span(span.content, pandoc.Attr("", { "mark" }))
  return { marked, remark(condition, found) }
end

local function general(div)
  if not div.classes:includes("general") then return nil end
  return div.content
end

return { { Meta = read }, { Span = claim, Div = general } }
