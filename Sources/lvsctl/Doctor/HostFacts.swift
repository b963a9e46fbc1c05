import IPVSKit

/// What is known of a host: its table, and its files as far as somebody asked for them.
///
/// A check reads what it needs, so that a file that cannot be read only keeps that check from being made.
struct HostFacts {
    /// The kernel's services, servers and sync daemons.
    var table: TableSnapshot
    /// The buckets of the connection table; 0 while there is none.
    var connectionTableSize: UInt32
    /// The servers that are held at weight 0.
    var holds = HoldList()
    /// Returns the text of a file by its path; `ENOENT` where there is none.
    var file: (String) throws(FileError) -> String
    /// The routes as far as they were read.
    let routes = ReadRoutes()

    /// Reads the files of a host; another root than nothing is for tests.
    static func files(below root: String) -> (String) throws(FileError) -> String {
        { path throws(FileError) in
            String(decoding: try InputFile.contents(of: root + path, limit: 1 << 26), as: UTF8.self)
        }
    }
}

extension HostFacts {
    /// A service with one of its servers.
    struct Place {
        var service: ServiceIdentity
        var server: RealServer
    }

    /// All servers of all services.
    var places: [Place] {
        table.services.flatMap { service in
            service.servers.map { Place(service: service.identity, server: $0.configuration) }
        }
    }

    /// The forwarding methods in use.
    var methods: Set<ForwardingMethod> { Set(places.map(\.server.method)) }

    /// The number in a file of one line, such as a sysctl.
    func number(_ path: String) throws(FileError) -> Int? {
        let text = try file(path)
        return text.split(separator: "\n").first.flatMap { Int($0) }
    }

    /// The value of one of the settings of IPVS; nil where the kernel lacks it.
    func setting(_ name: String) throws(FileError) -> Int? {
        do {
            return try number(Self.settings + name)
        } catch  where error.errno == .noSuchEntry {
            return nil
        }
    }

    /// The folder of the settings.
    static let settings = SettingsFolder.kernelPath + "/"
}
