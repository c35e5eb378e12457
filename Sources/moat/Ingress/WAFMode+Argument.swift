public import ArgumentParser
public import MoatIngress

extension WAFMode: ExpressibleByArgument {}
