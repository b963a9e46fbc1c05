// A complete program on IPVSKit: takes a server out of service without cutting its connections.
//
//   ipvs-drain tcp-address:port server-address:port
//
// It sets the server's weight to 0, waits for its connections to end, and deletes it.

import IPVSKit

#if canImport(Glibc)
import Glibc
#endif

func parse(_ text: String) -> Endpoint? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
        return nil
    }
    let host = text[..<colon].drop { $0 == "[" }.prefix { $0 != "]" }
    return IPAddress(String(host)).map { Endpoint($0, port: port) }
}

func drain(_ server: Endpoint, from service: ServiceIdentity, in table: some IPVSTable) throws(TableError) {
    var edit = ServerEdit()
    edit.weight = 0
    let old = try table.edit(server, of: service, edit).old
    print("\(server): weight \(old.weight) -> 0")
    while let observed = try table.service(service)?.servers.first(where: {
        $0.configuration.endpoint == server
    }) {
        // A persistence template would send its client to this server again.
        let left = observed.connections.active + observed.connections.persistent
        if left == 0 { break }
        print("\(server): \(left) left")
        sleep(1)
    }
    try table.perform(.deleteServer(server, from: service))
    print("\(server): deleted")
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 2, let service = arguments.first.flatMap(parse),
    let server = arguments.last.flatMap(parse)
else {
    print("usage: ipvs-drain SERVICE SERVER")
    exit(2)
}
do throws(TableError) {
    try drain(server, from: .tcp(service), in: KernelTable())
} catch {
    print("ipvs-drain: \(error)")
    exit(1)
}
