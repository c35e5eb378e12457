import Glibc

extension Lab {
    /// Puts kubectl in the place of this process, for the lab's Kubernetes API; its exit status
    /// becomes this process's.
    /// - Throws: `LabError` where the lab has no such API or this machine no kubectl. Does not
    ///   return otherwise.
    public func executeKubectl(_ arguments: [String]) throws -> Never {
        let (kubectl, kubeconfig) = try kubectl()
        let vector =
            ([kubectl.path] + kubectl.options(kubeconfig: kubeconfig) + arguments).map { strdup($0) } + [nil]
        execv(kubectl.path, vector)
        throw SystemError("run kubectl", errno)
    }

    /// Runs kubectl against the lab's Kubernetes API, within a time.
    public func kubectl(
        _ arguments: [String], input: String = "", within limit: Duration = .seconds(30)
    ) throws -> Command.Result {
        let (kubectl, kubeconfig) = try kubectl()
        return try kubectl.run(arguments, kubeconfig: kubeconfig, input: input, timeLimit: limit)
    }

    private func kubectl() throws -> (Kubectl, kubeconfig: String) {
        _ = try record()
        let kubeconfig = directory.kubeconfig(inside: false)
        guard access(kubeconfig, R_OK) == 0 else {
            throw LabError("lab \(name) has no Kubernetes API; give its file kubernetes: {nodes: [NODE]}")
        }
        guard let kubectl = Kubectl.preferred else {
            throw LabError(.cannot, "there is no kubectl on this machine; run scripts/install-dependencies.sh run")
        }
        return (kubectl, kubeconfig)
    }
}
