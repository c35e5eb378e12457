import Foundation
import MoatLab

@testable import MoatLab

/// What a process holds at one moment.
struct ProcessSize: CustomStringConvertible {
    /// In MiB, of memory.
    var resident: Double
    var descriptors: Int

    init(of pid: Int32) throws {
        let status = try FileSystem.readText("/proc/\(pid)/status")
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        guard let kibibytes else { throw SystemTestError("process \(pid) has no size") }
        resident = kibibytes / 1024
        descriptors = FileSystem.entries(of: "/proc/\(pid)/fd").count
    }

    var description: String { "\(Int(resident)) MiB, \(descriptors) descriptors" }
}
