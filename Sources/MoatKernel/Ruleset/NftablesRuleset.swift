import CNetfilter
import Synchronization

/// nftables through libnftables, in the network namespace of the thread that made it. A
/// context of that library is not thread-safe, so a lock gives it one user at a time.
public final class NftablesRuleset: Ruleset {
    private struct Context: ~Copyable {
        let pointer: OpaquePointer

        deinit {
            nft_ctx_free(pointer)
        }
    }

    private let context: Mutex<Context>

    public init() throws(KernelError) {
        guard let pointer = nft_ctx_new(UInt32(NFT_CTX_DEFAULT)) else {
            throw KernelError(.permission, "cannot open nftables: it needs CAP_NET_ADMIN")
        }
        nft_ctx_buffer_output(pointer)
        nft_ctx_buffer_error(pointer)
        self.context = Mutex(Context(pointer: pointer))
    }

    public func run(_ commands: String) throws(KernelError) {
        _ = try run(commands, flags: 0, isDryRun: false)
    }

    public func check(_ commands: String) throws(KernelError) {
        _ = try run(commands, flags: 0, isDryRun: true)
    }

    public func list(_ command: String) throws(KernelError) -> String {
        try run(command, flags: UInt32(NFT_CTX_OUTPUT_JSON), isDryRun: false)
    }

    private func run(_ commands: String, flags: UInt32, isDryRun: Bool) throws(KernelError) -> String {
        let result: Result<String, KernelError> = context.withLock { context in
            nft_ctx_output_set_flags(context.pointer, flags)
            nft_ctx_set_dry_run(context.pointer, isDryRun)
            let status = nft_run_cmd_from_buffer(context.pointer, commands)
            // Both buffers have to be read, or the next command appends to them.
            let output = nft_ctx_get_output_buffer(context.pointer).map { String(cString: $0) } ?? ""
            let error = nft_ctx_get_error_buffer(context.pointer).map { String(cString: $0) } ?? ""
            return status == 0 ? .success(output) : .failure(Self.error(from: error))
        }
        return try result.get()
    }

    private static func error(from text: String) -> KernelError {
        let reason = text.split(separator: "\n").first.map(String.init) ?? "nftables gave no reason"
        if reason.contains("Operation not permitted") {
            return KernelError(.permission, "nftables: \(reason); it needs CAP_NET_ADMIN")
        }
        return KernelError(.refused, "nftables: \(reason)")
    }
}
