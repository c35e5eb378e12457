import ArgumentParser
import Foundation
import Yams

/// The forms in which labs are shown.
enum LabOutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, yaml

    func print(_ value: some Encodable, table: () -> String) throws {
        switch self {
        case .table:
            Swift.print(table(), terminator: "")
        case .json:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            Swift.print(String(decoding: try encoder.encode(value), as: UTF8.self))
        case .yaml:
            Swift.print(try YAMLEncoder().encode(value), terminator: "")
        }
    }
}
