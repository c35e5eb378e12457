/// Why the state could not be read or written.
public struct StateStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    public struct Code: Hashable, Sendable {
        private enum Value: Hashable, Sendable {
            case unusable
            case damaged
            case newerSchema
            case unknownVersion
            case inUse
        }

        private let value: Value

        /// The file or its directory cannot be opened or written.
        public static let unusable = Code(value: .unusable)
        /// The file is not a database, or not a whole one.
        public static let damaged = Code(value: .damaged)
        /// A newer Moat wrote the file.
        public static let newerSchema = Code(value: .newerSchema)
        /// No version has that number.
        public static let unknownVersion = Code(value: .unknownVersion)
        /// Another daemon works with the same directory.
        public static let inUse = Code(value: .inUse)
    }

    public let code: Code
    /// What is wrong, with which file, and how to put it right.
    public let description: String

    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
