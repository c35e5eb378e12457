public import Foundation

/// All that nginx is to be given: files, by their path within the runtime directory, and the tables that its
/// Lua code reads, which change without a reload.
public struct NginxSetup: Hashable, Sendable {
    /// The file that nginx reads first.
    public static let mainFile = "nginx.conf"

    /// What the firewall goes by, which the main file includes: nearly all that nginx reads, and seldom another.
    public static let rulesFile = "waf.conf"

    /// The file that nginx writes a line to for each request, in the folder that it runs in.
    static let accessLog = "access.log"

    /// Which configuration this is; nginx tells it at its control socket.
    public var generation: UInt64
    public var files: [String: String]
    public var tables: Data

    public init(generation: UInt64, files: [String: String], tables: Data) {
        self.generation = generation
        self.files = files
        self.tables = tables
    }
}
