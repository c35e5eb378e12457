public import FoundationEssentials
import MoatModel

extension LoadBalancerReconciler {
    /// What is to be written to a Service next; nil where it is as it should be. What was planned must
    /// be in force, for the status tells clients where to go.
    public func write(for key: ObjectKey, now: Date) -> ServiceWrite? {
        guard let entry = entries[key] else { return nil }
        let service = entry.service
        let change = isWanted(service) ? ensuring(entry, key, now) : releasing(service)
        return change.map { ServiceWrite(key, resourceVersion: service.metadata.resourceVersion, $0) }
    }

    /// The Services that writes may be due for.
    public var keys: [ObjectKey] { Array(entries.keys) }

    private func ensuring(_ entry: Entry, _ key: ObjectKey, _ now: Date) -> ServiceWrite.Change? {
        let service = entry.service
        let address = pool.address(of: key)
        if address != nil, !service.metadata.finalizers.contains(Self.finalizer) {
            return .finalizers(service.metadata.finalizers + [Self.finalizer])
        }
        var status = service.status
        let shown = status.loadBalancer.ingress.map(\.ip)
        // A server before 1.29 drops ipMode, which is no reason to write it again.
        if shown != [address?.description].compactMap({ $0 }) {
            status.loadBalancer.ingress = address.map { [LoadBalancerIngress(ip: "\($0)", ipMode: .vip)] } ?? []
        }
        let condition = condition(entry, address, now)
        if let index = status.conditions.firstIndex(where: { $0.type == Self.condition }) {
            status.conditions[index] = condition
        } else {
            status.conditions.append(condition)
        }
        return status == service.status ? nil : .status(status)
    }

    private func condition(_ entry: Entry, _ address: IPv4Address?, _ now: Date) -> Condition {
        let wrong = entry.problems.filter { $0.severity != .warning }
        var condition = Condition(type: Self.condition, status: wrong.isEmpty ? .true : .false)
        if let first = wrong.first {
            condition.reason = first.reason
            let text = wrong.map(\.message).joined(separator: "; ")
            let rest = address.map { entry.reading.isRefused ? "; \($0) is kept" : "; \($0) goes on" } ?? ""
            condition.message = String(text.prefix(2000)) + rest
        } else {
            condition.reason = "Ensured"
            condition.message = address.map { "\($0) takes traffic" } ?? "no address was given yet"
            if address == nil { condition.status = .unknown }
        }
        let known = entry.service.status.conditions.first { $0.type == Self.condition }
        let isSame = known?.status == condition.status
        condition.lastTransitionTime = isSame ? known?.lastTransitionTime : Time(now)
        return condition
    }

    /// First the finalizer goes, then the mark: the other way round a crash between the two would leave
    /// a finalizer that nobody knows to be his.
    private func releasing(_ service: Service) -> ServiceWrite.Change? {
        if service.metadata.finalizers.contains(Self.finalizer) {
            return .finalizers(service.metadata.finalizers.filter { $0 != Self.finalizer })
        }
        guard service.metadata.deletionTimestamp == nil else { return nil }
        var status = service.status
        status.conditions.removeAll { $0.type == Self.condition }
        // It may be another's by now, who writes what is right.
        if service.spec.type != .loadBalancer { status.loadBalancer.ingress = [] }
        return status == service.status ? nil : .status(status)
    }
}
