/// What is printed that is the same every time.
enum IpvsadmText {
    /// The version, in the form of ipvsadm's, whose grammar and output this is.
    static let version = "ipvsadm v1.31 (\(Version.text), IPVS v1.2.1)\n"

    /// The help.
    static let help = """
        \(version)
        Usage:
          ipvsadm -A|-E SERVICE [-s SCHEDULER] [-p [SECONDS] [-M MASK]] [--pe ENGINE]
                        [-b FLAGS] [-o]             add or edit a virtual service
          ipvsadm -D SERVICE                        delete a virtual service
          ipvsadm -a|-e SERVICE -r SERVER [-g|-i|-m] [-w WEIGHT] [-x UPPER] [-y LOWER]
                        [TUNNEL]                    add or edit a real server
          ipvsadm -d SERVICE -r SERVER              delete a real server
          ipvsadm -L|-l [SERVICE] [-n] [--stats|--rate|--thresholds|--persistent-conn|
                        --tun-info] [--exact] [--nosort]
          ipvsadm -L -c [-n] [--persistent-conn]    list connections
          ipvsadm -L --timeout | --daemon           list timeouts or sync daemons
          ipvsadm -Z [SERVICE]                      zero the counters
          ipvsadm -C                                clear the whole table
          ipvsadm -S [-n]                           save rules to standard output
          ipvsadm -R                                carry out rules from standard input
          ipvsadm --set TCP TCPFIN UDP              set timeouts in seconds; 0 keeps one
          ipvsadm --start-daemon master|backup [--mcast-interface NAME] [--syncid ID]
                        [--sync-maxlen BYTES] [--mcast-group ADDRESS]
                        [--mcast-port PORT] [--mcast-ttl TTL]
          ipvsadm --stop-daemon master|backup

          SERVICE: -t|-u|--sctp-service ADDRESS:PORT, or -f MARK [-6]
          TUNNEL:  --tun-type ipip|gue|gre [--tun-port PORT]
                   [--tun-nocsum|--tun-csum|--tun-remcsum]

        Commands and options, short and long:
          -A --add-service      -E --edit-service     -D --delete-service
          -a --add-server       -e --edit-server      -d --delete-server
          -C --clear  -R --restore  -S --save  -L -l --list  -Z --zero
          -h --help   -v --version
          -t --tcp-service      -u --udp-service      -f --fwmark-service   -6 --ipv6
          -s --scheduler (wlc)  -p --persistent (360) -M --netmask          -o --ops
          -b --sched-flags      -r --real-server      -g --gatewaying (default)
          -i --ipip             -m --masquerading     -w --weight (1)
          -x --u-threshold      -y --l-threshold      -c --connection       -n --numeric
          -X --exact

        lvsctl has verbs that keep what you do not name, undo what fails, and speak
        JSON: lvsctl help.

        """

    /// What `ipvsadm-save` says to an option that it does not have.
    static let saveUsage = """
        ipvsadm-save writes the IPVS table to standard output, as rules.
           -n writes numbers instead of names.
        """
}
