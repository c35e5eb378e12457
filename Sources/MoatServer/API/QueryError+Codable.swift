extension QueryError: Codable {
    fileprivate enum CodingKeys: String, CodingKey {
        case code, message, innererror, details, line, pos, length
    }

    /// Deeper than any answer of ours.
    private static let maximumDepth = 16

    public init(from decoder: any Decoder) throws {
        var container = try decoder.container(keyedBy: CodingKeys.self)
        var levels = [try Level(container)]
        var details: [Level] = []
        if container.contains(.details) {
            var list = try container.nestedUnkeyedContainer(forKey: .details)
            while !list.isAtEnd { details.append(try Level(list.nestedContainer(keyedBy: CodingKeys.self))) }
        }
        while container.contains(.innererror), levels.count < Self.maximumDepth {
            container = try container.nestedContainer(keyedBy: CodingKeys.self, forKey: .innererror)
            levels.append(try Level(container))
        }
        self.init(status: 0, levels, details: details)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try levels[0].encode(to: &container)
        if !details.isEmpty {
            var list = container.nestedUnkeyedContainer(forKey: .details)
            for detail in details {
                var nested = list.nestedContainer(keyedBy: CodingKeys.self)
                try detail.encode(to: &nested)
            }
        }
        for level in levels.dropFirst() {
            container = container.nestedContainer(keyedBy: CodingKeys.self, forKey: .innererror)
            try level.encode(to: &container)
        }
    }

    /// The body of a refusal.
    public struct Envelope: Codable, Sendable {
        public var error: QueryError

        public init(error: QueryError) {
            self.error = error
        }
    }
}

extension QueryError.Level {
    fileprivate init(_ container: KeyedDecodingContainer<QueryError.CodingKeys>) throws {
        code = try container.decode(String.self, forKey: .code)
        message = try container.decode(String.self, forKey: .message)
        line = try container.decodeIfPresent(Int.self, forKey: .line)
        position = try container.decodeIfPresent(Int.self, forKey: .pos)
        length = try container.decodeIfPresent(Int.self, forKey: .length)
    }

    fileprivate func encode(to container: inout KeyedEncodingContainer<QueryError.CodingKeys>) throws {
        try container.encode(code, forKey: .code)
        try container.encode(message, forKey: .message)
        try container.encodeIfPresent(line, forKey: .line)
        try container.encodeIfPresent(position, forKey: .pos)
        try container.encodeIfPresent(length, forKey: .length)
    }
}
