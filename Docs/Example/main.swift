// A complete program on IPVSKit: takes a server out of service without cutting its connections.
//
//   ipvs-drain tcp-address:port server-address:port
//
// It sets the server's weight to 0, waits for its connections to end, and deletes it.

import IPVSKit

#if canImport(Glibc)
import Glibc
#endif

func drain(_ server: Endpoint, from service: ServiceIdentity, in table: some IPVSTable) throws(TableError) {
    let old = try table.edit(server, of: service, ServerEdit(weight: 0)).old
    print("\(server): weight \(old.weight) -> 0")
    while let observed = try table.service(service)?[server] {
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
guard arguments.count == 2, let service = arguments.first.flatMap({ Endpoint($0) }),
    let server = arguments.last.flatMap({ Endpoint($0) })
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
