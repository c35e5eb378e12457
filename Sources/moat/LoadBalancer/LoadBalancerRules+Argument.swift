public import ArgumentParser
public import MoatKubernetes
public import MoatModel

extension LoadBalancerRules.TargetMode: ExpressibleByArgument {}

extension IPv4Address: ExpressibleByArgument {}
