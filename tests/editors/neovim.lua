-- Opens a script in Neovim without a screen, and waits for findings. Works from version 0.7 on.
local bin, path = os.getenv("IPXE_LINT"), vim.fn.tempname() .. ".ipxe"
vim.fn.writefile({ "#!ipxe", "set base http://192.0.2.1", "chain ${base}/ü || goto nowhere" }, path)
vim.cmd("edit " .. path)
local config = { name = "ipxe-lint", cmd = { bin, "server" }, root_dir = vim.fn.fnamemodify(path, ":h") }
config.get_language_id = function() return "ipxe" end
if vim.lsp.start then
  vim.lsp.start(config)
else
  vim.lsp.buf_attach_client(0, vim.lsp.start_client(config))
end

local function expect(what, condition)
  if not condition then
    io.stderr:write("failed: " .. what .. "\n")
    vim.cmd("cquit")
  end
end

local function found(count)
  return vim.wait(20000, function() return #vim.diagnostic.get(0) == count end, 10)
end

expect("a finding is shown", found(1))
local finding = vim.diagnostic.get(0)[1]
expect("it is the undefined label", finding.lnum == 2 and finding.message:match("nowhere"))
-- What is typed is checked, with columns behind a character of two bytes.
vim.api.nvim_buf_set_text(0, 2, 25, 2, 32, { "there" })
vim.api.nvim_buf_set_lines(0, 3, 3, false, { "exit", ":there", "shell" })
expect("the finding goes", found(0))
local params = vim.lsp.util.make_position_params(0, "utf-8")
params.position = { line = 2, character = 9 }
local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", params, 20000)
local _, answer = next(hover)
expect("hover knows the value", answer.result.contents.value:match("192.0.2.1"))
print("Neovim: works\n")
vim.cmd("qall!")
