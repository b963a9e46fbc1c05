import IPVSKit

/// `lvsctl add-server`.
struct AddServer: Verb {
    static let description = VerbDescription(
        "add-server",
        "Add a real server to a virtual service.",
        synopsis: "\(ServiceSelection.synopsis) -r ADDRESS[:PORT]",
        examples: [
            "add-server -t 10.0.0.1:80 -r 192.168.1.2 -m -w 10",
            "add-server -t 10.0.0.1:80 -r 192.168.1.3:8080 -m -x 1000 -y 800",
            "add-server -t 10.0.0.1:80 -r 203.0.113.4 -i --tun-type gue --tun-port 6080",
        ]
    )

    let service = ServiceSelection()
    let server = ServerSelection()
    let settings = ServerSettings()
    let global = GlobalOptions()

    var sections: [OptionSection] {
        [
            OptionSection("Virtual service", service), OptionSection("Real server", server),
            OptionSection("Settings", settings),
        ]
    }

    func request(_ names: any NameLookup) throws -> Change {
        let identity = try service.identity(names)
        return .addServer(
            try settings.server(try server.endpoint(of: identity, names), in: identity),
            to: identity
        )
    }
}
