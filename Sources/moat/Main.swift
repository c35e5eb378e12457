import ArgumentParser
import Foundation

@main
enum Main {
    static func main() async {
        await MoatCommand.run(Array(CommandLine.arguments.dropFirst()))
    }
}
