// The older interface of IPVS, getsockopt(2), as far as it is faster than netlink: whole lists in one call.

#include "CNetlink.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stddef.h>
#include <sys/socket.h>

// The entries begin where the head ends, so that whoever has both needs no member without a length.
_Static_assert(sizeof(struct ip_vs_get_services) == offsetof(struct ip_vs_get_services, entrytable),
               "no padding behind the head of the services");
_Static_assert(sizeof(struct ip_vs_get_dests) == offsetof(struct ip_vs_get_dests, entrytable),
               "no padding behind the head of the servers");

int CNetlink_open_options(void)
{
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return descriptor < 0 ? -errno : descriptor;
}

static int read_option(int descriptor, int option, void *_Nonnull request, size_t length)
{
    socklen_t size = (socklen_t)length;
    if (length > INT_MAX)
        return -EMSGSIZE;
    return getsockopt(descriptor, IPPROTO_IP, option, request, &size) == 0 ? 0 : -errno;
}

// ip_vs_ctl.c: the length must fit the number exactly, and the number is left as it is. So every entry gets what the
// kernel never writes, and what still has it was not filled.

int64_t CNetlink_read_services(int descriptor, struct ip_vs_get_services *_Nonnull request, uint32_t room)
{
    struct ip_vs_service_entry *entries = request->entrytable;
    uint32_t count;
    int status;

    request->num_services = room;
    for (uint32_t index = 0; index < room; index++)
        entries[index].num_dests = UINT32_MAX;
    status = read_option(descriptor, IP_VS_SO_GET_SERVICES, request,
                         sizeof *request + room * sizeof *entries);
    if (status != 0)
        return status;
    for (count = 0; count < room && entries[count].num_dests != UINT32_MAX; count++)
        continue;
    return count;
}

int CNetlink_read_service(int descriptor, struct ip_vs_service_entry *_Nonnull entry)
{
    int status;

    entry->num_dests = UINT32_MAX;
    status = read_option(descriptor, IP_VS_SO_GET_SERVICE, entry, sizeof *entry);
    return status == 0 && entry->num_dests == UINT32_MAX ? -ENOPROTOOPT : status;
}

int64_t CNetlink_read_servers(int descriptor, struct ip_vs_get_dests *_Nonnull request, uint32_t room)
{
    struct ip_vs_dest_entry *entries = request->entrytable;
    uint32_t count;
    int status;

    request->num_dests = room;
    // Negative weights are refused.
    for (uint32_t index = 0; index < room; index++)
        entries[index].weight = -1;
    status = read_option(descriptor, IP_VS_SO_GET_DESTS, request,
                         sizeof *request + room * sizeof *entries);
    if (status != 0)
        return status;
    for (count = 0; count < room && entries[count].weight >= 0; count++)
        continue;
    return count;
}
