import MoatModel

/// Turns the addresses, IP groups and service tags of rules into sets of addresses.
struct AddressResolver {
    private let resources: ResourceSet
    private let serviceTags: (any ServiceTagSource)?
    private var groups: [String: [IPRange]] = [:]
    private var tags: [String: [IPRange]] = [:]

    init(resources: ResourceSet, serviceTags: (any ServiceTagSource)?) {
        self.resources = resources
        self.serviceTags = serviceTags
    }

    /// The union of what the rule says on one side; empty where it says nothing or names
    /// empty groups only.
    mutating func addresses(
        of rule: RuleIdentity, _ addresses: [AddressSpecifier], groups: [String], allowsServiceTags: Bool
    ) throws(CompileError) -> AddressSet {
        var all = try ranges(of: rule, addresses, allowsServiceTags: allowsServiceTags)
        for group in groups {
            all += try ranges(of: rule, group: group)
        }
        return AddressSet(all)
    }

    private mutating func ranges(of rule: RuleIdentity, group name: String) throws(CompileError) -> [IPRange] {
        if let ranges = groups[name] { return ranges }
        guard let group = resources.ipGroups[name] else {
            throw CompileError(
                rule: rule, problem: "there is no IPGroup \(name)", remedy: "declare it, or name one that exists")
        }
        let ranges = try ranges(of: rule, group.ipAddresses, allowsServiceTags: false)
        groups[name] = ranges
        return ranges
    }

    private mutating func ranges(
        of rule: RuleIdentity, _ specifiers: [AddressSpecifier], allowsServiceTags: Bool
    ) throws(CompileError) -> [IPRange] {
        var ranges: [IPRange] = []
        for specifier in specifiers {
            if let own = specifier.ranges {
                ranges += own
            } else if case .serviceTag(let tag) = specifier {
                guard allowsServiceTags else {
                    throw CompileError(
                        rule: rule, problem: "the service tag \(tag) stands where only addresses may",
                        remedy: "service tags are for destinationAddresses of network rules; write addresses here")
                }
                ranges += try self.ranges(of: rule, tag: tag)
            }
        }
        return ranges
    }

    private mutating func ranges(of rule: RuleIdentity, tag: String) throws(CompileError) -> [IPRange] {
        if let ranges = tags[tag] { return ranges }
        guard let serviceTags else {
            throw CompileError(
                rule: rule, problem: "it names the service tag \(tag), and no service tag file is loaded",
                remedy: "load one, or write the prefixes themselves")
        }
        guard let prefixes = serviceTags.prefixes(of: tag) else {
            throw CompileError(
                rule: rule, problem: "the service tag file has no tag \(tag)",
                remedy: "correct the name, or load a file that has it")
        }
        let ranges = prefixes.map { IPRange($0) }
        tags[tag] = ranges
        return ranges
    }
}
