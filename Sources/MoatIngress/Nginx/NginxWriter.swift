/// Writes directives of nginx in the project's one layout.
///
/// Names and parameters are written as they are: callers give literals and values of types that have
/// nothing with a meaning to nginx. What comes from the operator and may have spaces is `quoted`.
struct NginxWriter {
    private(set) var text = ""
    private var depth = 0

    mutating func add(_ directive: String) {
        text += String(repeating: "    ", count: depth) + directive + ";\n"
    }

    /// A statement of Lua, which ends without a semicolon.
    mutating func addLua(_ statement: String) {
        text += String(repeating: "    ", count: depth) + statement + "\n"
    }

    mutating func block(_ head: String, _ body: (inout NginxWriter) -> Void) {
        text += String(repeating: "    ", count: depth) + head + " {\n"
        depth += 1
        body(&self)
        depth -= 1
        text += String(repeating: "    ", count: depth) + "}\n"
    }

    /// Between single quotes, with quotes and backslashes escaped (ngx_conf_read_token).
    static func quoted(_ text: String) -> String {
        var quoted = "'"
        for character in text {
            if character == "'" || character == "\\" { quoted += "\\" }
            quoted.append(character)
        }
        return quoted + "'"
    }
}
