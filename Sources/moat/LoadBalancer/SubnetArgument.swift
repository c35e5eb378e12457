import ArgumentParser
import MoatKubernetes
import MoatModel

/// A subnet on the command line: `ing-4-subnet=10.0.4.0/24`.
struct SubnetArgument: ExpressibleByArgument {
    let subnet: AddressSubnet

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, let prefix = IPPrefix(String(parts[1])),
            let subnet = AddressSubnet(name: String(parts[0]), prefix: prefix)
        else { return nil }
        self.subnet = subnet
    }
}
