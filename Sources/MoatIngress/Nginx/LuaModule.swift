/// What runs inside nginx's workers: a module of LuaJIT, the same for all configurations. It chooses
/// endpoints and certificates by the tables that the control socket was given last, so that these
/// change without a new configuration.
///
/// Tables are kept as text in memory that all workers share, `tables:GENERATION` for each generation of
/// the configuration, and parsed once per worker and version. Nothing of a request is ever compiled or
/// taken for a pattern.
enum LuaModule {
    static let name = "moat_ingress"

    static let text = #"""
        local balancer = require "ngx.balancer"
        local cjson = require "cjson.safe"
        local ssl = require "ngx.ssl"

        local M = { generation = 0 }
        local shared = ngx.shared.moat_tables

        local EMPTY = { upstreams = {}, hosts = {}, certificates = {} }
        local current, current_version, current_hash = nil, nil, nil
        -- What other workers and the controller change is looked at once in a millisecond.
        local looked, serving, version = nil, nil, nil

        local function look()
            local now = ngx.now()
            if now == looked then return end
            looked, serving, version = now, shared:get("serving"), shared:get("version")
        end

        -- What a table has to look like; the controller writes nothing else.
        local function parse(text)
            local value, problem = cjson.decode(text)
            if type(value) ~= "table" then return nil, problem or "not an object" end
            for _, name in ipairs({ "upstreams", "hosts", "certificates" }) do
                if type(value[name]) ~= "table" then return nil, name .. " is missing" end
            end
            local upstreams = {}
            for name, endpoints in pairs(value.upstreams) do
                local list = { next = math.random(0, 1000000) }
                for index, text in ipairs(endpoints) do
                    local host, port = text:match("^(.+):(%d+)$")
                    if not host then return nil, "endpoint " .. index .. " of " .. name .. " is no address" end
                    list[index] = { text = text, host = host, port = tonumber(port) }
                end
                upstreams[name] = list
            end
            return { upstreams = upstreams, hosts = value.hosts, certificates = value.certificates }
        end

        -- Those of this worker's generation; a worker that is left over takes the newest.
        local function tables()
            look()
            if version == current_version then return current end
            local name = M.generation
            local hash = shared:get("hash:" .. name)
            if not hash then
                name = shared:get("newest")
                hash = name and shared:get("hash:" .. name)
            end
            if hash and hash ~= current_hash then
                local text = shared:get("tables:" .. name)
                local value, problem = parse(text or "")
                if not value then
                    ngx.log(ngx.ERR, "tables of generation ", name, " are not used: ", problem)
                    return current
                end
                if current then
                    for key, list in pairs(value.upstreams) do
                        local old = current.upstreams[key]
                        if old then list.next = old.next end
                    end
                end
                current, current_hash = value, hash
            end
            current_version = version
            return current
        end

        -- A worker begins to serve: those of other configurations retire.
        function M.serve()
            shared:set("serving", M.generation)
        end

        -- A worker that retires closes connections without a request as soon as it is told to end, also where
        -- the next request is on its way already. So its last answers tell clients to come by another
        -- connection (RFC 9112, 9.6). HTTP/2 says so itself (GOAWAY), and what is upgraded stays.
        local function closes()
            look()
            return serving ~= M.generation and ngx.var.server_protocol ~= "HTTP/2.0" and ngx.var.moat_upgrade == ""
        end

        -- For answers of nginx itself; those of endpoints have it by a variable, which costs less.
        function M.head()
            if closes() then ngx.header["Connection"] = "close" end
        end

        local function choose(list)
            local index = list.next % #list + 1
            list.next = index
            return list[index]
        end

        -- One that was not tried yet for this request, if there is one.
        local function choose_other(list)
            local tried = "," .. (ngx.var.upstream_addr or ""):gsub(" ", "") .. ","
            for _ = 1, #list do
                local endpoint = choose(list)
                if not tried:find("," .. endpoint.text .. ",", 1, true) then return endpoint end
            end
            return choose(list)
        end

        -- `name`, or `name|address:port` of a client that keeps to an endpoint.
        local function find(name)
            local upstreams = (tables() or EMPTY).upstreams
            local list = upstreams[name]
            if list then return list end
            local bar = name:find("|", 1, true)
            if not bar then return nil end
            list = upstreams[name:sub(1, bar - 1)]
            local text = name:sub(bar + 1)
            for _, endpoint in ipairs(list or {}) do
                if endpoint.text == text then return list, endpoint end
            end
            return list
        end

        function M.balance()
            local list, endpoint = find(ngx.var.moat_upstream)
            if not list or #list == 0 then return ngx.exit(503) end
            if balancer.get_last_failure() then
                endpoint = choose_other(list)
            else
                if #list > 1 then balancer.set_more_tries(math.min(#list - 1, 2)) end
                endpoint = endpoint or choose(list)
            end
            local ok, problem = balancer.set_current_peer(endpoint.host, endpoint.port)
            if not ok then
                ngx.log(ngx.ERR, "endpoint ", endpoint.text, " is not used: ", problem)
                return ngx.exit(502)
            end
            if closes() then ngx.var.moat_close = "close" end
        end

        local function token(name, endpoint)
            if not endpoint.token then endpoint.token = ngx.md5(name .. "|" .. endpoint.text) end
            return endpoint.token
        end

        local function find_token(name, wanted)
            for _, endpoint in ipairs(wanted and find(name) or {}) do
                if token(name, endpoint) == wanted then return endpoint end
            end
        end

        -- Chooses between a location's upstream and its canary, and keeps a client to an endpoint.
        -- canary: nil, or { upstream =, weight =, namespace =, ingress =, service = }; cookie: nil or a name.
        function M.select(canary, cookie)
            local main = ngx.var.moat_upstream
            local wanted = cookie and ngx.var["cookie_" .. cookie]
            local name, pinned = main, find_token(main, wanted)
            if canary and not pinned then
                pinned = find_token(canary.upstream, wanted)
                if pinned or math.random(100) <= canary.weight then
                    name = canary.upstream
                    ngx.var.moat_namespace = canary.namespace
                    ngx.var.moat_ingress = canary.ingress
                    ngx.var.moat_service = canary.service
                end
            end
            if cookie then
                if not pinned then
                    local list = find(name)
                    pinned = list and #list > 0 and choose(list)
                    if pinned then
                        ngx.header["Set-Cookie"] = cookie .. "=" .. token(name, pinned) .. "; Path=/; HttpOnly"
                            .. (ngx.var.https == "on" and "; Secure" or "")
                    end
                end
                if pinned then name = name .. "|" .. pinned.text end
            end
            ngx.var.moat_upstream = name
        end

        -- The host's own certificate, else the one for `*` in place of its first label, else the default.
        function M.certificate()
            local name = ssl.server_name()
            if not name then return end
            local found = tables()
            if not found then return end
            name = name:lower()
            local index = found.hosts[name]
            if not index then
                local dot = name:find(".", 1, true)
                index = dot and found.hosts["*" .. name:sub(dot)]
            end
            local certificate = index and found.certificates[index + 1]
            if not certificate then return end
            if certificate.parsed == nil then
                local chain = ssl.parse_pem_cert(certificate.chain)
                local key = chain and ssl.parse_pem_priv_key(certificate.key)
                certificate.parsed = key and { chain = chain, key = key } or false
            end
            if not certificate.parsed then
                ngx.log(ngx.ERR, "the certificate of ", name, " is not used: it cannot be read")
                return
            end
            ssl.clear_certs()
            local ok, problem = ssl.set_cert(certificate.parsed.chain)
            if ok then ok, problem = ssl.set_priv_key(certificate.parsed.key) end
            if not ok then
                ngx.log(ngx.ERR, "the certificate of ", name, " is not used: ", problem)
                return ngx.exit(ngx.ERROR)
            end
        end

        -- The pages of a location with the firewall: 403 where it, or who may come, has stopped a request,
        -- and 503 where no endpoint was to be had.
        function M.page_head()
            M.head()
            local status = ngx.status
            local page
            if status == 403 and (ngx.var.upstream_status or ""):sub(-3) ~= "403" then
                page = "403 Forbidden, request " .. ngx.var.request_id .. "\n"
            elseif status == 500 and (ngx.var.upstream_addr or "") == "" then
                ngx.status = 503
                page = "503 Service Unavailable, request " .. ngx.var.request_id .. "\n"
            end
            if page then
                ngx.ctx.moat_page = page
                ngx.header["Content-Type"] = "text/plain"
                ngx.header["X-Request-ID"] = ngx.var.request_id
                ngx.header["Content-Length"] = #page
            end
        end

        function M.page_body()
            if ngx.status ~= 403 and ngx.status ~= 503 then return end
            local page = ngx.ctx.moat_page
            if not page then return end
            ngx.arg[1] = page
            ngx.arg[2] = true
            ngx.ctx.moat_page = ""
        end

        local function answer(status, text)
            ngx.status = status
            ngx.print(text)
            return ngx.exit(status)
        end

        -- GET /state
        function M.state()
            tables()
            ngx.header["Content-Type"] = "application/json"
            ngx.print(cjson.encode({
                generation = M.generation, tables = current_hash or "",
            }))
        end

        -- POST /tables?generation=N
        function M.store()
            if ngx.req.get_method() ~= "POST" then return answer(405, "tables are given by POST\n") end
            local text = ngx.var.arg_generation or ""
            local generation = text:match("^%d+$") and #text < 16 and tonumber(text)
            if not generation then return answer(400, "generation=N is missing\n") end
            ngx.req.read_body()
            local body = ngx.req.get_body_data()
            if not body then return answer(413, "the tables are missing, or larger than the buffer for them\n") end
            local value, problem = parse(body)
            if not value then return answer(400, "the tables cannot be read: " .. problem .. "\n") end
            local name = string.format("%d", generation)
            for _, key in ipairs(shared:get_keys(0)) do
                local old = tonumber(key:match("^hash:(%d+)$"))
                if old and old < generation - 1 then
                    shared:delete("hash:" .. string.format("%d", old))
                    shared:delete("tables:" .. string.format("%d", old))
                end
            end
            local ok, why = shared:safe_set("tables:" .. name, body)
            if not ok then return answer(507, "the tables do not fit into shared memory: " .. why .. "\n") end
            shared:set("hash:" .. name, ngx.md5(body))
            if generation >= (tonumber(shared:get("newest")) or 0) then shared:set("newest", name) end
            shared:incr("version", 1, 0)
            looked = nil
            return answer(200, "")
        end

        -- POST /retire: nginx is about to end.
        function M.retire()
            if ngx.req.get_method() ~= "POST" then return answer(405, "it is told so by POST\n") end
            shared:set("serving", -1)
            return answer(200, "")
        end

        -- GET /metrics
        function M.metrics()
            ngx.header["Content-Type"] = "text/plain; version=0.0.4"
            ngx.print("# TYPE moat_ingress_nginx_connections gauge\n")
            for _, state in ipairs({ "active", "reading", "writing", "waiting" }) do
                ngx.print("moat_ingress_nginx_connections{state=\"", state, "\"} ", ngx.var["connections_" .. state], "\n")
            end
            ngx.print("# TYPE moat_ingress_nginx_shared_bytes_free gauge\n")
            ngx.print("moat_ingress_nginx_shared_bytes_free ", shared:free_space(), "\n")
        end

        return M
        """#
}
