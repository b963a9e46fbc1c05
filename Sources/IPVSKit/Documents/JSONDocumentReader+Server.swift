// Real servers.

extension JSONDocumentReader {
    /// Adds the servers to a list, as far as the text goes.
    mutating func readServers(into list: inout ServiceDraft.ServerList) throws(JSONSyntaxError) {
        try readArray { (self, index) throws(JSONSyntaxError) in
            let errorsBefore = self.errorCount
            defer { list.errorCount += self.errorCount - errorsBefore }
            guard let (server, start) = try self.readServer() else { return }
            if let first = list.servers[server.endpoint] {
                self.noteRepeated(server, isSame: first == server, at: start, in: list)
            } else {
                list.servers[server.endpoint] = server
                list.offsets.append((start, index))
            }
        }
    }

    /// Notes the errors of servers, once the family of their service is known, and takes those away that are in error.
    mutating func removeFaulty(from list: inout ServiceDraft.ServerList, in family: AddressFamily) {
        for (server, place) in zip(list.servers, list.offsets) {
            let errorsBefore = errorCount
            defer {
                if errorCount > errorsBefore {
                    list.servers[server.endpoint] = nil
                    list.errorCount += errorCount - errorsBefore
                }
            }
            var errors = server.errors(in: family)
            // As the kernel refuses it, which the errors leave to the kernel.
            let address = server.endpoint.address
            if errors.isEmpty, !kernelRules.acceptsServer(address) { errors = [.serverAddress(address)] }
            note(errors, ofElement: place.index, of: "servers", at: place.offset)
        }
    }

    private mutating func readServer() throws(JSONSyntaxError) -> (RealServer, start: Int)? {
        var endpoint = Endpoint(.any(.ipv4), port: 0)
        // The endpoint of a server cannot be changed, so it is put in at the end.
        var draft = RealServer(endpoint)
        let errorsBefore = errorCount
        let start = try readObject(ServerKey.self, required: [.address, .port]) {
            (self, key) throws(JSONSyntaxError) in
            switch key {
            case .address: if let address = try self.readAddress() { endpoint.address = address }
            case .port: endpoint.port = try self.readNumber(of: .serverPort) ?? 0
            case .method: if let method = try self.readNamed(ForwardingMethod.self) { draft.method = method }
            case .number(let field): draft[field] = try self.readNumber(of: field) ?? 0
            case .tunnel: draft.tunnel = try self.readTunnel()
            }
        }
        guard let start, errorCount == errorsBefore else { return nil }
        return (draft.at(endpoint), start)
    }

    private mutating func readTunnel() throws(JSONSyntaxError) -> Tunnel {
        var tunnel = Tunnel.ipip
        _ = try readObject(TunnelKey.self) { (self, key) throws(JSONSyntaxError) in
            switch key {
            case .type: if let type = try self.readNamed(TunnelType.self) { tunnel.type = type }
            case .port: tunnel.port = try self.readNumber(of: .tunnelPort) ?? 0
            case .checksum: if try self.readFlag() == true { tunnel.flags.insert(.checksum) }
            case .remoteChecksum: if try self.readFlag() == true { tunnel.flags.insert(.remoteChecksum) }
            case .extraFlags:
                // The two known bits have keys of their own.
                if let bits = try self.readNumber(0...UInt16.max) {
                    tunnel.flags.formUnion(TunnelFlags(rawValue: bits))
                }
            }
        }
        return tunnel
    }

    private mutating func noteRepeated(
        _ server: RealServer,
        isSame: Bool,
        at start: Int,
        in list: ServiceDraft.ServerList
    ) {
        let endpoint = server.endpoint
        var message = "\(endpoint) is there already"
        let first = hasRoom ? zip(list.servers, list.offsets).first { $0.0.endpoint == endpoint } : nil
        if let first { message += ", on line \(lineNumber(of: first.1.offset))" }
        if isSame { message += ", with the same settings (ignored)" }
        note(message, ["address"], inObjectAt: start, severity: isSame ? .warning : .error)
    }
}
