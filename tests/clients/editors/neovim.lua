-- Does in Neovim what a person would do, step by step, and writes down what there was to see.
-- STEPS is a JSON list of steps, RESULTS the file that takes a JSON list with the result of each.

local PATIENCE = 20000 -- milliseconds for what has to come
local REST = 400 -- milliseconds in which what should not come would come

local function wait_for(what, condition, seen)
  if vim.wait(PATIENCE, condition, 20) then return end
  error("waited in vain for " .. what .. (seen and "; there is " .. seen() or ""))
end

local function go_to(step) vim.api.nvim_win_set_cursor(0, { step.line, step.column }) end

local function code_of(diagnostic)
  if diagnostic.code then return diagnostic.code end
  return diagnostic.user_data and diagnostic.user_data.lsp and diagnostic.user_data.lsp.code
end

local function as_seen(diagnostic)
  return {
    line = diagnostic.lnum + 1,
    column = diagnostic.col,
    end_line = diagnostic.end_lnum + 1,
    end_column = diagnostic.end_col,
    severity = vim.diagnostic.severity[diagnostic.severity],
    code = code_of(diagnostic),
    source = diagnostic.source,
    message = diagnostic.message,
  }
end

local function in_order(codes)
  table.sort(codes)
  return table.concat(codes, " ")
end

local steps = {}

-- The diagnostics of the buffer, once they have the codes expected; where that is asked, after a rest.
function steps.diagnostics(step)
  local function shown() return in_order(vim.tbl_map(code_of, vim.diagnostic.get(0))) end
  local expected = in_order(step.codes)
  wait_for(expected, function() return shown() == expected end, shown)
  if step.rest then vim.wait(REST) end
  return vim.tbl_map(as_seen, vim.diagnostic.get(0))
end

-- The menu of code actions at a place: its titles, after the first entry or the one with the given words was taken.
function steps.act(step)
  go_to(step)
  local offered
  vim.ui.select = function(items, options, on_choice)
    offered = vim.tbl_map(options.format_item, items)
    for index, title in ipairs(offered) do
      if not step.title or title:find(step.title, 1, true) then return on_choice(items[index], index) end
    end
    error("no such entry: " .. step.title)
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  local context = step.only and { only = step.only, diagnostics = {} } or nil
  -- Since 0.8 the context is one of several options.
  vim.lsp.buf.code_action(vim.fn.has("nvim-0.8") == 1 and { context = context } or context)
  wait_for("an edit", function() return vim.api.nvim_buf_get_changedtick(0) ~= before end)
  return offered
end

-- The text of the window that K opens in most people's configuration.
function steps.hover(step)
  go_to(step)
  local window
  local function is_floating(candidate) return vim.api.nvim_win_get_config(candidate).relative ~= "" end
  vim.lsp.buf.hover()
  wait_for("the hover's window", function()
    window = vim.tbl_filter(is_floating, vim.api.nvim_list_wins())[1]
    return window
  end)
  local text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
  vim.api.nvim_win_close(window, true)
  return text
end

-- Keys as they are typed, such as "o" and a new line.
function steps.type(step)
  go_to(step)
  vim.cmd("normal! " .. step.keys)
  return vim.api.nvim_buf_line_count(0)
end

function steps.open(step)
  vim.cmd("edit " .. vim.fn.fnameescape(step.file))
  return vim.bo.filetype
end

function steps.save()
  vim.cmd("silent write")
  return vim.bo.modified
end

-- How many servers run, and in which units they count columns.
function steps.servers()
  local list = vim.lsp.get_clients or vim.lsp.get_active_clients
  return vim.tbl_map(function(client) return client.offset_encoding end, list())
end

local function run()
  local results = {}
  for _, step in ipairs(vim.json.decode(vim.env.STEPS)) do
    table.insert(results, steps[step.step](step))
  end
  vim.fn.writefile({ vim.json.encode(results) }, vim.env.RESULTS)
end

local done, problem = xpcall(run, debug.traceback)
if not done then
  io.stderr:write(problem .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
