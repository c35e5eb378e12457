/// Cuts a text at every place of another.
enum TextSplit {
    static func parts(_ text: String, _ delimiter: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array(delimiter.utf8)
        var parts: [String] = []
        var start = 0
        var index = 0
        while index + mark.count <= bytes.count {
            if bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) {
                parts.append(String(decoding: bytes[start..<index], as: UTF8.self))
                index += mark.count
                start = index
            } else {
                index += 1
            }
        }
        return parts + [String(decoding: bytes[start...], as: UTF8.self)]
    }
}
