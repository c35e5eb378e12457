import ArgumentParser

struct CompletionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completions",
        abstract: "Print the completion script for a shell.",
        discussion: """
            bash:  moat completions bash > /etc/bash_completion.d/moat
            zsh:   moat completions zsh > "${fpath[1]}/_moat"
            fish:  moat completions fish > ~/.config/fish/completions/moat.fish
            """)

    enum Shell: String, ExpressibleByArgument, CaseIterable {
        case bash
        case zsh
        case fish

        var completionShell: CompletionShell {
            switch self {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        }
    }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    func run() {
        Output.write(MoatCommand.completionScript(for: shell.completionShell))
    }
}
