// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: init object (handle 1)
 *
 * What the kernel itself asks of the DSP: attach to a static PD, create a PD, map and
 * unmap memory, release a client. The structs are those of
 * docs/protocol.md, Calls of the kernel.
 */
#include <string.h>

#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/process.h"
#include "fastrpc/process_map.h"
#include "pd/pd.h"
#include "service/service.h"

/* Process attribute: runs code without a signature. */
#define INIT_UNSIGNED		0x8u

/* Flags of mmap: grow the heap of the PD by pages of the guest. */
#define INIT_MMAP_ADD_PAGES	0x1000u

struct init_create {
	int32_t client_id;
	uint32_t name_len;
	uint32_t file_len;
	uint32_t pages;
	uint32_t attributes;
	uint32_t signature_len;
};

struct init_create_static {
	int32_t client_id;
	uint32_t name_len;
	uint32_t pages;
};

struct init_mmap {
	int32_t client_id;
	uint32_t flags;
	uint64_t va;
	int32_t pages_size;	/* bytes, not a count */
	uint32_t pad;
};

struct init_mem_map {
	int32_t client_id;
	int32_t fd;
	int32_t offset;
	uint32_t flags;
	uint64_t va;
	int32_t pages_size;	/* bytes, not a count */
	int32_t data_len;
};

struct init_unmap {
	int32_t client_id;
	int32_t fd;		/* of what was mapped by it */
	uint64_t va;
	uint64_t size;
};

_Static_assert(sizeof(struct init_create) == 24, "create");
_Static_assert(sizeof(struct init_create_static) == 12, "create_static");
_Static_assert(sizeof(struct init_mmap) == 24, "mmap");
_Static_assert(sizeof(struct init_mem_map) == 32, "mem_map");
_Static_assert(sizeof(struct init_unmap) == 24, "munmap, mem_unmap");

static unsigned int init_pd_type(const struct call *call)
{
	return WIRE_CTX_PD_TYPE(call->message.ctx);
}

static int32_t init_attach(struct call *call)
{
	const struct payload *p = call->payload;
	struct process *pd;
	int32_t client_id;
	int32_t ret;

	ret = payload_fetch(p, 0, &client_id, sizeof(client_id));
	if (ret)
		return ret;
	if (init_pd_type(call) != PROCESS_ROOT && init_pd_type(call) != PROCESS_SENSORS)
		return WIRE_EBADPARM;
	return process_create(call->domain, client_id, init_pd_type(call), p->source.sid, &pd);
}

/* A client that never got a PD is released as well; the kernel does not look first. */
static int32_t init_release(struct call *call)
{
	struct process *pd = call->pd;
	int32_t client_id;
	int32_t ret;

	ret = payload_fetch(call->payload, 0, &client_id, sizeof(client_id));
	if (ret || !pd)
		return ret;
	if (init_pd_type(call) != pd->type)
		return WIRE_EBADSTATE;
	call->pd = NULL;
	process_release(call->domain, pd);
	return 0;
}

/* Name argument @arg has @len bytes; the last is NUL, others may be. */
static int32_t init_read_name(const struct payload *p, unsigned int arg, uint32_t len,
			      char *name)
{
	int32_t ret;

	if (!len || len > PROCESS_NAME_MAX)
		return WIRE_EBADPARM;
	ret = payload_fetch(p, arg, name, len);
	if (ret)
		return ret;
	return name[len - 1] ? WIRE_EBADPARM : 0;
}

/* The only page of array argument @arg, as IOVA; must lie in the bank of the call. */
static int32_t init_read_page(const struct payload *p, unsigned int arg,
			      struct wire_page *page)
{
	int32_t ret;

	ret = payload_fetch(p, arg, page, sizeof(*page));
	if (ret)
		return ret;
	if (page->addr % WIRE_PAGE_SIZE)
		return WIRE_EBADPARM;
	return payload_iova(&p->source, page->addr, page->size, &page->addr);
}

/* The shell's code is not run here, but the guest must have given us access to it. */
static int32_t init_check_shell(const struct payload *p, unsigned int arg, uint32_t len)
{
	uint8_t byte;

	if (p->args[arg].len != len)
		return WIRE_EBADPARM;
	if (!len)
		return 0;
	if (payload_read(p, arg, 0, &byte, 1) || payload_read(p, arg, len - 1, &byte, 1))
		return WIRE_EBADPARM;
	return 0;
}

/* Here a signature is FNV-1a of the program; it lies behind it. */
static int32_t init_check_signature(const struct payload *p, unsigned int arg, uint32_t len,
				    uint32_t signature_len)
{
	uint64_t hash = 0xcbf29ce484222325ull, signature;
	uint8_t bytes[WIRE_PAGE_SIZE];
	uint32_t program, n;

	if (!signature_len)
		return 0;
	if (signature_len != sizeof(signature) || signature_len >= len)
		return WIRE_EBADPARM;
	program = len - signature_len;
	for (uint32_t offset = 0; offset < program; offset += n) {
		n = program - offset < sizeof(bytes) ? program - offset : sizeof(bytes);
		if (payload_read(p, arg, offset, bytes, n))
			return WIRE_EBADPARM;
		for (uint32_t i = 0; i < n; i++)
			hash = (hash ^ bytes[i]) * 0x100000001b3ull;
	}
	if (payload_read(p, arg, program, &signature, sizeof(signature)))
		return WIRE_EBADPARM;
	return signature == hash ? 0 : WIRE_EBADPARM;
}

static int32_t init_check_create(const struct call *call, const struct init_create *create,
				 char *name, struct wire_page *init_memory)
{
	const struct payload *p = call->payload;
	int32_t ret;

	if (init_pd_type(call) != PROCESS_USER || create->pages != 1)
		return WIRE_EBADPARM;
	ret = init_read_name(p, 1, create->name_len, name);
	if (!ret)
		ret = init_check_shell(p, 2, create->file_len);
	if (!ret)
		ret = init_check_signature(p, 2, create->file_len, create->signature_len);
	if (!ret)
		ret = init_read_page(p, 3, init_memory);
	if (!ret && create->attributes & INIT_UNSIGNED && !call->domain->unsigned_pd)
		ret = WIRE_EUNSUPPORTED;
	return ret;
}

static int32_t init_create_process(struct call *call, bool with_attributes)
{
	const struct payload *p = call->payload;
	char name[PROCESS_NAME_MAX] = "";
	struct wire_page init_memory;
	struct init_create create;
	struct process *pd;
	int32_t ret;

	ret = payload_fetch(p, 0, &create, sizeof(create));
	if (ret)
		return ret;
	if (with_attributes != !!create.attributes)
		return WIRE_EBADPARM;
	ret = init_check_create(call, &create, name, &init_memory);
	if (ret)
		return ret;
	ret = process_create(call->domain, create.client_id, PROCESS_USER, p->source.sid, &pd);
	if (ret)
		return ret;
	pd->attributes = create.attributes;
	pd->init_iova = init_memory.addr;
	pd->init_size = init_memory.size;
	memcpy(pd->name, name, sizeof(name));
	pd_attach(call->domain, pd);
	farf_event(call->domain, pd, "started");
	return 0;
}

static int32_t init_create_plain(struct call *call)
{
	return init_create_process(call, false);
}

static int32_t init_create_attributes(struct call *call)
{
	return init_create_process(call, true);
}

/*
 * The heap page holds a physical address of memory reserved for the audio PD, without
 * stream id; zeros once the PD has it. There is nothing to be done with it here.
 */
static int32_t init_create_static(struct call *call)
{
	const struct payload *p = call->payload;
	char name[PROCESS_NAME_MAX] = "";
	struct init_create_static create;
	struct process *pd;
	int32_t ret;

	ret = payload_fetch(p, 0, &create, sizeof(create));
	if (ret)
		return ret;
	if (init_pd_type(call) != PROCESS_USER || create.pages > 1 ||
	    p->args[2].len != sizeof(struct wire_page))
		return WIRE_EBADPARM;
	ret = init_read_name(p, 1, create.name_len, name);
	if (ret)
		return ret;
	if (strcmp(name, "audiopd") || strcmp(call->domain->label, "adsp"))
		return WIRE_ENOSUCH;
	ret = process_create(call->domain, create.client_id, PROCESS_USER, p->source.sid, &pd);
	if (ret)
		return ret;
	memcpy(pd->name, name, sizeof(name));
	farf_event(call->domain, pd, "started");
	return 0;
}

/* Maps need a PD that runs, and whose memory is in the bank of the call. */
static int32_t init_check_map(const struct call *call)
{
	const struct process *pd = call->pd;

	if (!pd || pd->exited || init_pd_type(call) != pd->type)
		return WIRE_EBADSTATE;
	return call->payload->source.sid == pd->sid ? 0 : WIRE_EBADPARM;
}

static void init_unmapped(struct call *call, const struct pd_result *result)
{
	struct process_map *map = process_find_map(call->pd, result->tag);
	int32_t ret;

	map->busy = false;
	ret = process_unmap(call->pd, map->fd, map->va, map->size);
	call_resume(call, result->result ? result->result : ret);
}

/* The guest has not learnt of a map that the child already has. */
static void init_take_back(struct call *call, const struct pd_result *result)
{
	struct pd_result failed = *result;

	failed.result = WIRE_EBADPARM;
	init_unmapped(call, &failed);
}

static int32_t init_store_va(const struct call *call, uint64_t va)
{
	const struct payload *p = call->payload;

	return payload_store(p, payload_out(p, 0), &va, sizeof(va));
}

static void init_mapped(struct call *call, const struct pd_result *result)
{
	struct process_map *map = process_find_map(call->pd, result->tag);

	if (result->result) {
		init_unmapped(call, result);
		return;
	}
	map->busy = false;
	if (!init_store_va(call, map->va)) {
		call_resume(call, 0);
		return;
	}
	map->busy = true;
	if (!call->pd->child || pd_unmap(call->pd, call, map, init_take_back))
		init_take_back(call, result);
}

static int32_t init_map_in_child(struct call *call, struct process_map *map)
{
	int32_t ret;

	map->busy = true;
	ret = pd_map(call, map, init_mapped);
	if (!ret)
		return 0;
	map->busy = false;
	process_unmap(call->pd, map->fd, map->va, map->size);
	return ret;
}

/* Enter the page of argument 1 and tell its DSP address in output 0. */
static int32_t init_enter_map(struct call *call, int32_t fd, int32_t pages_size)
{
	struct wire_page page;
	uint64_t va;
	int32_t ret;

	if (pages_size != sizeof(page))
		return WIRE_EBADPARM;
	ret = init_read_page(call->payload, 1, &page);
	if (!ret)
		ret = process_map(call->pd, fd, page.addr, page.size, &va);
	if (ret)
		return ret;
	if (call->pd->child)
		return init_map_in_child(call, process_find_map(call->pd, va));
	ret = init_store_va(call, va);
	if (ret)
		process_unmap(call->pd, fd, va, page.size);
	return ret;
}

static int32_t init_remove_map(struct call *call, int32_t fd, uint64_t va, uint64_t size)
{
	struct process_map *map = process_find_map(call->pd, va);
	int32_t ret;

	if (!call->pd->child)
		return process_unmap(call->pd, fd, va, size);
	if (!map || map->fd != fd || map->size != size || map->busy)
		return WIRE_ENOSUCH;
	map->busy = true;
	ret = pd_unmap(call->pd, call, map, init_unmapped);
	if (ret)
		map->busy = false;
	return ret;
}

/* The first argument of a request that maps or unmaps, if the sender may make one. */
static int32_t init_fetch_map(const struct call *call, void *request, size_t size)
{
	int32_t ret = payload_fetch(call->payload, 0, request, size);

	return ret ? ret : init_check_map(call);
}

static int32_t init_mmap(struct call *call)
{
	struct init_mmap map;
	int32_t ret;

	ret = init_fetch_map(call, &map, sizeof(map));
	if (ret)
		return ret;
	if (map.flags != INIT_MMAP_ADD_PAGES)
		return WIRE_EUNSUPPORTED;
	return init_enter_map(call, PROCESS_MAP_HEAP, map.pages_size);
}

static int32_t init_munmap(struct call *call)
{
	struct init_unmap unmap;
	int32_t ret;

	ret = init_fetch_map(call, &unmap, sizeof(unmap));
	if (ret)
		return ret;
	return init_remove_map(call, PROCESS_MAP_HEAP, unmap.va, unmap.size);
}

/* Map flags: static, by file descriptor, the same but later, registered only. */
static bool init_knows_map_flags(uint32_t flags)
{
	return flags == 0 || flags == 2 || flags == 3 || flags == 16;
}

static int32_t init_mem_map(struct call *call)
{
	struct init_mem_map map;
	int32_t ret;

	ret = init_fetch_map(call, &map, sizeof(map));
	if (ret)
		return ret;
	if (!init_knows_map_flags(map.flags))
		return WIRE_EUNSUPPORTED;
	if (map.fd < 0 || map.data_len || call->payload->args[2].len)
		return WIRE_EBADPARM;
	return init_enter_map(call, map.fd, map.pages_size);
}

static int32_t init_mem_unmap(struct call *call)
{
	struct init_unmap unmap;
	int32_t ret;

	ret = init_fetch_map(call, &unmap, sizeof(unmap));
	if (ret)
		return ret;
	if (unmap.fd < 0)
		return WIRE_EBADPARM;
	return init_remove_map(call, unmap.fd, unmap.va, unmap.size);
}

static const struct object_method init_methods[] = {
	{ .sc = 0x00010000, .serve = init_attach },
	{ .sc = 0x01010000, .serve = init_release },
	{ .sc = 0x04020100, .serve = init_mmap },
	{ .sc = 0x05010000, .serve = init_munmap },
	{ .sc = 0x06040000, .serve = init_create_plain },
	{ .sc = 0x07040000, .serve = init_create_attributes },
	{ .sc = 0x08030000, .serve = init_create_static },
	{ .sc = 0x0a030100, .serve = init_mem_map },
	{ .sc = 0x0b010000, .serve = init_mem_unmap },
};

const struct object service_init = OBJECT_INIT("init", init_methods);
