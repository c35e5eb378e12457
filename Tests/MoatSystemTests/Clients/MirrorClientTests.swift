import Foundation
import MoatLab
import Testing

@testable import MoatLab

extension SystemTests {
    /// Programs that fetch from a mirror, with files that the test makes.
    @Suite struct MirrorClientTests {
        private func shell(_ script: String, in folder: TemporaryFolder) throws {
            let result = try Command(
                ["bash", "-eu", "-c", "cd '\(folder.path)'\n\(script)"], timeLimit: .seconds(60)
            ).run()
            guard result.status == 0 else { throw SystemTestError("\(result.output)\(result.error)") }
        }

        @Test func gitClonesOverHTTPS() throws {
            let (site, work) = (try TemporaryFolder(), try TemporaryFolder())
            try shell(
                """
                git init -q work
                for n in 1 2 3; do
                    head -c 200000 /dev/urandom > work/file$n
                    git -C work add .
                    git -C work -c user.name=lab -c user.email=lab@mirror.example commit -q -m "change $n"
                done
                git clone -q --bare work project.git
                git -C project.git update-server-info
                """, in: site)
            try Mirror.with(site) { lab in
                let clone = try lab.run(
                    ["git", "clone", "-q", "https://git.mirror.example/project.git", "\(work.path)/clone"], on: "app-7")
                #expect(clone.status == 0, "\(clone)")
                let same = try Command(["diff", "-r", "-x", ".git", "\(site.path)/work", "\(work.path)/clone"]).run()
                #expect(same.status == 0, "\(same)")
                let count = try Command(["git", "-C", "\(work.path)/clone", "rev-list", "--count", "HEAD"]).run()
                #expect(count.output == "3\n")
            }
        }

        /// With state, lists and configuration of its own; the machine's are not touched.
        @Test func aptUpdatesAndDownloads() throws {
            let (site, work) = (try TemporaryFolder(), try TemporaryFolder())
            try site.write(
                """
                Package: moat-greeting
                Version: 1.0
                Architecture: all
                Maintainer: Lab <lab@mirror.example>
                Description: says hello

                """, to: "package/DEBIAN/control")
            try site.write("hello\n", to: "package/usr/share/moat-greeting/hello")
            try shell(
                """
                dpkg-deb --root-owner-group --build package moat-greeting_1.0_all.deb >/dev/null
                { cat package/DEBIAN/control
                  echo "Filename: ./moat-greeting_1.0_all.deb"
                  echo "Size: $(stat -c %s moat-greeting_1.0_all.deb)"
                  echo "SHA256: $(sha256sum moat-greeting_1.0_all.deb | cut -d ' ' -f 1)"; } > Packages
                { echo "Origin: Lab"; echo "Date: $(LC_ALL=C date -Ru)"; echo "SHA256:"
                  echo " $(sha256sum Packages | cut -d ' ' -f 1) $(stat -c %s Packages) Packages"; } > Release
                """, in: site)
            try work.write(
                """
                Dir "\(work.path)";
                Dir::State::status "\(work.path)/status";
                Dir::Etc::main "none";
                Dir::Etc::parts "none";
                Dir::Bin::methods "/usr/lib/apt/methods";
                APT::Sandbox::User "root";
                """, to: "apt.conf")
            try work.write("", to: "status")
            try work.write(
                """
                deb [trusted=yes] http://deb.mirror.example/ ./
                deb [trusted=yes] https://apt.mirror.example/ ./

                """, to: "etc/apt/sources.list")
            try shell(
                "mkdir -p etc/apt/none etc/apt/preferences.d etc/apt/trusted.gpg.d var/lib/apt/lists/partial var/cache/apt/archives/partial out",
                in: work)
            try Mirror.with(site) { lab in
                let apt = ["env", "-C", "\(work.path)/out", "APT_CONFIG=\(work.path)/apt.conf", "LC_ALL=C", "apt-get"]
                let update = try lab.run(apt + ["update"], on: "app-7")
                #expect(update.status == 0, "\(update)")
                #expect(!update.output.contains("Err:") && !update.error.contains("W: Failed"), "\(update)")
                let download = try lab.run(apt + ["download", "moat-greeting"], on: "app-7")
                #expect(download.status == 0, "\(download)")
                let content = try Command(
                    ["dpkg-deb", "--fsys-tarfile", "\(work.path)/out/moat-greeting_1.0_all.deb"]
                ).run()
                #expect(content.output.contains("hello\n"), "\(download)")
                for scheme in ["HTTP", "HTTPS"] {
                    let records = try lab.records {
                        $0["Fqdn"].hasSuffix(".mirror.example") && $0["Protocol"] == scheme && $0["Action"] == "Allow"
                    }
                    #expect(!records.isEmpty, "\(scheme): \(update)")
                }
            }
        }

        private static let hasPip: Bool = {
            let result = try? Command(["python3", "-m", "pip", "--version"], timeLimit: .seconds(30)).run()
            return result?.status == 0
        }()

        @Test(.enabled(if: hasPip, "python3 has no pip on this machine"))
        func pipDownloadsAndInstalls() throws {
            let (site, work) = (try TemporaryFolder(), try TemporaryFolder())
            try shell(
                #"""
                mkdir -p simple/moat-greeting
                python3 - <<'END'
                import base64, hashlib, zipfile
                files = {
                    "moat_greeting.py": "text = 'hello'\n",
                    "moat_greeting-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: moat-greeting\nVersion: 1.0\n",
                    "moat_greeting-1.0.dist-info/WHEEL":
                        "Wheel-Version: 1.0\nGenerator: lab\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                }
                record = "".join(
                    "%s,sha256=%s,%d\n" % (name, base64.urlsafe_b64encode(
                        hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode(), len(text))
                    for name, text in files.items())
                record += "moat_greeting-1.0.dist-info/RECORD,,\n"
                name = "simple/moat-greeting/moat_greeting-1.0-py3-none-any.whl"
                with zipfile.ZipFile(name, "w") as wheel:
                    for path, text in files.items():
                        wheel.writestr(path, text)
                    wheel.writestr("moat_greeting-1.0.dist-info/RECORD", record)
                sum = hashlib.sha256(open(name, "rb").read()).hexdigest()
                file = name.split("/")[-1]
                open("simple/moat-greeting/index.html", "w").write(
                    "<!DOCTYPE html><html><body><a href=\"%s#sha256=%s\">%s</a></body></html>" % (file, sum, file))
                END
                """#, in: site)
            try Mirror.with(site) { lab in
                let install = try lab.run(
                    [
                        "env", "PIP_CONFIG_FILE=/dev/null", "PIP_CERT=\(MachineFiles.bundle)", "python3", "-m", "pip",
                        "install", "-q", "--disable-pip-version-check", "--no-cache-dir", "--no-deps", "--target",
                        "\(work.path)/packages", "--index-url", "https://pypi.mirror.example/simple/", "moat-greeting",
                    ], on: "app-7")
                #expect(install.status == 0, "\(install)")
                let text = try? String(contentsOfFile: "\(work.path)/packages/moat_greeting.py", encoding: .utf8)
                #expect(text == "text = 'hello'\n")
            }
        }
    }
}
