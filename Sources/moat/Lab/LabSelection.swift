import MoatLab

/// Which lab is meant where none is named.
enum LabSelection {
    /// The only one; nil where there is none.
    static func only(_ names: [String]) throws -> String? {
        guard names.count < 2 else {
            throw LabError(.failed, "several labs are up; name one of: \(names.joined(separator: ", "))")
        }
        return names.first
    }

    static func lab(named name: String?) throws -> Lab {
        guard let name = try name ?? only(Lab.names()) else {
            throw LabError(.failed, "no lab is up; bring one up with: moat lab up FILE")
        }
        guard LabName.isValid(name) else { throw LabError(.failed, "'\(name)' cannot be the name of a lab") }
        return Lab(name: name)
    }
}
