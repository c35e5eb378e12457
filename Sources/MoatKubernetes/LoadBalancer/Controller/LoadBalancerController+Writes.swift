import Logging
import MoatModel

extension LoadBalancerController {
    /// Names the Services that writes may be due for to their writers; each always has the same one,
    /// so that its writes come in order.
    func enqueueWrites() {
        for key in reconciler.takeTouched() where reconciler.write(for: key, now: times.now()) != nil {
            enqueue(key)
        }
    }

    private func enqueue(_ key: ObjectKey) {
        writers[writer(of: key)].add(key)
    }

    private func writer(of key: ObjectKey) -> Int {
        Int(UInt(bitPattern: key.hashValue) % UInt(writers.count))
    }

    func stopRetries() {
        for index in writers.indices { writers[index].stop() }
    }

    /// Makes the write that is due for a Service. What comes of it is planned, and brings the next one.
    func write(_ key: ObjectKey) async {
        let writer = writer(of: key)
        writers[writer].begin(key)
        guard leadership == .leading, reconciler.isSettled(key),
            let write = reconciler.write(for: key, now: times.now())
        else { return }
        // The watch may tell of the write before its own answer is here.
        let before = reconciler.entries[key]?.service.status.loadBalancer.ingress.first?.ip
        do {
            let service = try await api.write(write)
            statistics.writes += 1
            writers[writer].succeeded(key)
            wrote(write, service, before: before)
        } catch LoadBalancerAPIError.notFound {
            absorb(.serviceGone(key))
        } catch LoadBalancerAPIError.conflict {
            await readAgain(key)
        } catch {
            retryLater(key, "\(error)")
        }
    }

    private func wrote(_ write: ServiceWrite, _ service: Service, before: String?) {
        if case .status(let status) = write.change, let address = status.loadBalancer.ingress.first?.ip,
            address != before
        {
            api.record(
                .init(service.reference, .normal, "EnsuredLoadBalancer", "Ensured load balancer at \(address)"))
        }
        if case .finalizers = write.change, service.metadata.deletionTimestamp != nil {
            api.record(.init(service.reference, .normal, "DeletedLoadBalancer", "Deleted load balancer"))
        }
        absorb(.service(service))
    }

    private func readAgain(_ key: ObjectKey) async {
        do {
            let service = try await api.service(key)
            absorb(service.map { .service($0) } ?? .serviceGone(key))
            // It may be what is known already, with nothing to plan.
            retryLater(key, nil)
        } catch {
            retryLater(key, "\(error)")
        }
    }

    private func retryLater(_ key: ObjectKey, _ why: String?) {
        let writer = writer(of: key)
        let failures = writers[writer].failed(key)
        if let why {
            statistics.writeFailures += 1
            logger.warning("cannot write to the Service \(key): \(why)", metadata: ["failures": "\(failures)"])
        }
        let delay = times.retry(after: failures)
        let sleep = times.sleep
        let task = Task {
            do { try await sleep(delay) } catch { return }
            self.retry(key)
        }
        writers[writer].retry(key, by: task)
    }

    private func retry(_ key: ObjectKey) {
        writers[writer(of: key)].retryIsDue(key)
    }
}
