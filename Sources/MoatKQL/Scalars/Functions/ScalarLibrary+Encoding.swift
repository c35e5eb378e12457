extension ScalarLibrary {
    static let encodingFunctions: [ScalarFunction] = [
        ScalarFunction("base64_encode_tostring", "text", .type(.string)),
        ScalarFunction("base64_encodestring", "text", .type(.string), operation: "base64_encode_tostring"),
        ScalarFunction("base64_decode_tostring", "text", .type(.string)),
        ScalarFunction("base64_decodestring", "text", .type(.string), operation: "base64_decode_tostring"),
        ScalarFunction("url_encode", "text", .type(.string)),
        ScalarFunction("url_encode_component", "text", .type(.string), operation: "url_encode"),
        ScalarFunction("url_decode", "text", .type(.string)),
        ScalarFunction("hash_sha256", "text", .type(.string)),
        ScalarFunction("hash_sha1", "text", .type(.string)),
        ScalarFunction("hash_md5", "text", .type(.string)),
        ScalarFunction("parse_url", "text", .type(.dynamic)),
        ScalarFunction("tohex", "long", .type(.string), naming: .first),
    ]
}
