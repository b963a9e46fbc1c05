// Fills the kernel's table of connections within seconds: sends what a sync master would, to the backup daemon that
// runs on the device lo of the same host.
//
//   connections COUNT
//
// Connection K comes from 10.200.K/250.K%250+1, to the service 10.0.1.1:80 and one of its first ten servers, as
// Tests/Guest/instructions numbers them. The messages are of version 1 (linux, net/netfilter/ipvs/ip_vs_sync.c).

#include <arpa/inet.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { per_message = 38, masquerading = 0, established = 1 };

struct entry {
    uint8_t type, protocol;
    uint16_t version_and_size;
    uint32_t flags;
    uint16_t state, client_port, virtual_port, server_port;
    uint32_t mark, timeout, client, virtual_address, server;
};

struct message {
    uint8_t reserved, sync_id;
    uint16_t size;
    uint8_t count;
    int8_t version;
    uint16_t spare;
    struct entry entries[per_message];
};

_Static_assert(sizeof(struct entry) == 36, "struct ip_vs_sync_v4");

static struct entry entry(uint32_t number)
{
    return (struct entry){
        .protocol = IPPROTO_TCP,
        .version_and_size = htons(sizeof(struct entry)),
        .flags = htonl(masquerading),
        .state = htons(established),
        .client_port = htons((uint16_t)(1024 + number % 60000)),
        .virtual_port = htons(80),
        .server_port = htons(80),
        .timeout = htonl(900),
        .client = htonl(0x0ac80000 + number / 250 * 256 + number % 250 + 1),
        .virtual_address = htonl(0x0a000101),
        .server = htonl(0xac100001 + number % 10),
    };
}

int main(int count, char **arguments)
{
    struct sockaddr_in group = {.sin_family = AF_INET, .sin_port = htons(8848), .sin_addr = {htonl(0xe0000051)}};
    struct in_addr local = {htonl(INADDR_LOOPBACK)};
    int descriptor = socket(AF_INET, SOCK_DGRAM, 0);

    if (count != 2 || descriptor < 0 ||
        setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_IF, &local, sizeof local) != 0) {
        fprintf(stderr, "usage: connections COUNT\n");
        return 1;
    }
    uint32_t wanted = (uint32_t)strtoul(arguments[1], NULL, 10);
    for (uint32_t sent = 0; sent < wanted;) {
        struct message message = {.version = 1};
        while (message.count < per_message && sent < wanted)
            message.entries[message.count++] = entry(sent++);
        size_t size = offsetof(struct message, entries) + message.count * sizeof(struct entry);
        message.size = htons((uint16_t)size);
        if (sendto(descriptor, &message, size, 0, (struct sockaddr *)&group, sizeof group) != (ssize_t)size) {
            perror("connections");
            return 1;
        }
        // So that the daemon's queue does not overflow.
        usleep(1000);
    }
    return 0;
}
