-- What a run leaves for Quarto: the facts, tables and figures of each report.
--
-- In the project folder, `{{< include _generated/summary.md >}}` brings in a div with the class
-- `generated`, for the same source may be part of several reports; here the fragment of the report
-- that is being rendered takes its place. In a staging folder, which is of one report, facts and
-- fragments stand already where Quarto itself reads them.

-- Quarto's own `error` writes a line, and goes on.
local function stop(message)
  io.stderr:write("ERROR: " .. message .. "; run `nationalreports run` and try again\n")
  os.exit(1)
end

local report = pandoc.path.split_extension(pandoc.path.filename(quarto.doc.input_file))
local folder = pandoc.path.join({ pandoc.path.directory(quarto.doc.input_file), "_generated", report })

local function read(path)
  local file = io.open(path, "rb")
  if not file then return nil end
  local content = file:read("a")
  file:close()
  return content
end

local function needed(name)
  return read(pandoc.path.join({ folder, name }))
    or stop("there is no _generated/" .. report .. "/" .. name)
end

-- Figures of an earlier run would be taken for those of the data as they are now.
local function check_age()
  for _, entry in ipairs(pandoc.json.decode(needed("made_from.json"), false)) do
    local content = read(pandoc.path.join({ folder, entry.path }))
    if not content or pandoc.utils.sha1(content) ~= entry.sha1 then
      local name = entry.path:gsub("^[./]*", "")
      stop("the facts of " .. report .. " were made from another " .. name)
    end
  end
end

-- As pandoc reads the strings of a metadata file.
local function value(given)
  if type(given) == "string" then
    local blocks = pandoc.read(given, "markdown").blocks
    if #blocks == 1 and (blocks[1].t == "Para" or blocks[1].t == "Plain") then
      return blocks[1].content
    end
    return #blocks == 0 and pandoc.Inlines({}) or blocks
  elseif type(given) ~= "table" then
    return given
  elseif given[1] then
    return pandoc.List(given):map(value)
  end
  local result = {}
  for key, entry in pairs(given) do result[key] = value(entry) end
  return result
end

local function facts(meta)
  if meta.facts then return nil end
  check_age()
  for key, entry in pairs(pandoc.json.decode(needed("facts.json"), false)) do
    meta[key] = value(entry)
  end
  meta.pagetitle = meta.title
  meta.facts.renderer = pandoc.Inlines("Quarto " .. tostring(quarto.version))
  return meta
end

local function fragment(div)
  local name = div.classes:includes("generated") and div.attributes.fragment
  if not name then return nil end
  local blocks = pandoc.read(needed(name .. ".md"), "markdown").blocks
  return blocks:walk({ Image = function(image)
    image.src = "output/" .. report .. "/" .. image.src
    return image
  end })
end

return { { Meta = facts }, { Div = fragment } }
