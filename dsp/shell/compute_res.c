// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The manager of compute resources: VTCM, which here is 4 MiB of memory like any
 * other, and the right to run alone. Names, signatures and layouts as in
 * Qualcomm's HAP_compute_res.h. There is no HMX, and this says so.
 */

#include "error.h"
#include "export.h"
#include "libc.h"
#include "pages.h"
#include "syscall.h"
#include "thread.h"

#define COMPUTE_RES_NOT_SUPPORTED	((int)0x80000404)
#define COMPUTE_RES_CONTEXTS		32u
#define COMPUTE_RES_CONTEXT_FIRST	0x100u
#define COMPUTE_RES_ATTRIBUTES_MAGIC	0x43524d31u
#define COMPUTE_RES_COOPERATIVE		1u	/* preemption by callback */
#define COMPUTE_RES_PREEMPTION		1u	/* capability that says so */

typedef int compute_res_callback(unsigned int context, void *client);

/* 64 bytes in the caller's hands, opaque to it. */
struct compute_res_attributes {
	uint32_t magic;
	uint32_t size, least_size, least_page;
	uint32_t serialize, cached;
	uint32_t callback, client;
	uint32_t got, got_size;
	uint32_t unused[6];
};

_Static_assert(sizeof(struct compute_res_attributes) == 64, "compute_res_attr_t");

struct compute_res_page {
	uint32_t size;
	uint32_t count;
};

struct compute_res_layout {
	uint32_t block_size;
	uint32_t pages_len;
	struct compute_res_page pages[8];
};

/* All that has been got. Protected by the kernel lock. */
static struct compute_res_context {
	uint32_t id;		/* 0: free */
	uint32_t start, size;	/* part of VTCM */
	int serialize, cached;
	int held;		/* it keeps others out; cached ones do not always */
	int asked;		/* somebody waits for it to be released */
	compute_res_callback *callback;
	void *client;
} compute_res_contexts[COMPUTE_RES_CONTEXTS];

static uint32_t compute_res_last_id = COMPUTE_RES_CONTEXT_FIRST;
static int compute_res_mapped;

static const uint32_t compute_res_pages[] = {
	0x400000, 0x100000, 0x40000, 0x10000, 0x4000, 0x1000,
};

#define COMPUTE_RES_PAGES	(sizeof(compute_res_pages) / sizeof(compute_res_pages[0]))

/* Attributes */

int compute_resource_attr_init(struct compute_res_attributes *attributes)
{
	if (!attributes)
		return ERROR_BAD_PARAMETER;
	*attributes = (struct compute_res_attributes){.magic = COMPUTE_RES_ATTRIBUTES_MAGIC};
	return 0;
}
EXPORT(compute_resource_attr_init);
EXPORT_AS(HAP_compute_res_attr_init, &compute_resource_attr_init);

static int compute_res_is_good(const struct compute_res_attributes *attributes)
{
	return attributes && attributes->magic == COMPUTE_RES_ATTRIBUTES_MAGIC;
}

int compute_resource_attr_set_serialize(struct compute_res_attributes *attributes,
					unsigned char serialize)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->serialize = serialize != 0;
	return 0;
}
EXPORT(compute_resource_attr_set_serialize);
EXPORT_AS(HAP_compute_res_attr_set_serialize, &compute_resource_attr_set_serialize);

int compute_resource_attr_set_hmx_param(struct compute_res_attributes *attributes,
					unsigned char enable)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	return enable ? COMPUTE_RES_NOT_SUPPORTED : 0;
}
EXPORT(compute_resource_attr_set_hmx_param);
EXPORT_AS(HAP_compute_res_attr_set_hmx_param, &compute_resource_attr_set_hmx_param);

/* The smallest page that holds so much; 0 if none does. */
static uint32_t compute_res_page_for(uint32_t size)
{
	uint32_t page = 0;

	for (unsigned int i = 0; i < COMPUTE_RES_PAGES && compute_res_pages[i] >= size; i++)
		page = compute_res_pages[i];
	return page;
}

int compute_resource_attr_set_vtcm_param(struct compute_res_attributes *attributes,
					 unsigned int size, unsigned char single_page)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->size = size;
	attributes->least_size = size;
	attributes->least_page = single_page && size ? compute_res_page_for(size) : 0;
	return single_page && size && !attributes->least_page ? ERROR_BAD_PARAMETER : 0;
}
EXPORT(compute_resource_attr_set_vtcm_param);
EXPORT_AS(HAP_compute_res_attr_set_vtcm_param, &compute_resource_attr_set_vtcm_param);

int compute_resource_attr_set_vtcm_param_v2(struct compute_res_attributes *attributes,
					    unsigned int size, unsigned int least_page,
					    unsigned int least_size)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->size = size;
	attributes->least_size = least_size && least_size < size ? least_size : size;
	attributes->least_page = least_page ? compute_res_page_for(least_page) : 0;
	return least_page && !attributes->least_page ? ERROR_BAD_PARAMETER : 0;
}
EXPORT(compute_resource_attr_set_vtcm_param_v2);
EXPORT_AS(HAP_compute_res_attr_set_vtcm_param_v2, &compute_resource_attr_set_vtcm_param_v2);

int compute_resource_attr_set_app_type(struct compute_res_attributes *attributes,
				       unsigned int application)
{
	(void)application;
	return compute_res_is_good(attributes) ? 0 : ERROR_BAD_PARAMETER;
}
EXPORT(compute_resource_attr_set_app_type);
EXPORT_AS(HAP_compute_res_attr_set_app_type, &compute_resource_attr_set_app_type);

int compute_resource_attr_set_cache_mode(struct compute_res_attributes *attributes,
					 unsigned char enable)
{
	if (!compute_res_is_good(attributes))
		return ERROR_BAD_PARAMETER;
	attributes->cached = enable != 0;
	return 0;
}
EXPORT(compute_resource_attr_set_cache_mode);
EXPORT_AS(HAP_compute_res_attr_set_cache_mode, &compute_resource_attr_set_cache_mode);

int compute_resource_attr_set_release_callback(struct compute_res_attributes *attributes,
					       compute_res_callback *callback, void *client)
{
	if (!compute_res_is_good(attributes) || !callback)
		return ERROR_BAD_PARAMETER;
	attributes->callback = (uint32_t)(uintptr_t)callback;
	attributes->client = (uint32_t)(uintptr_t)client;
	return 0;
}
EXPORT(compute_resource_attr_set_release_callback);
EXPORT_AS(HAP_compute_res_attr_set_release_callback, &compute_resource_attr_set_release_callback);

void *compute_resource_attr_get_vtcm_ptr(struct compute_res_attributes *attributes)
{
	return compute_res_is_good(attributes) ? (void *)(uintptr_t)attributes->got : NULL;
}
EXPORT(compute_resource_attr_get_vtcm_ptr);
EXPORT_AS(HAP_compute_res_attr_get_vtcm_ptr, &compute_resource_attr_get_vtcm_ptr);

int compute_resource_attr_get_vtcm_ptr_v2(struct compute_res_attributes *attributes, void **vtcm,
					  unsigned int *size)
{
	if (!compute_res_is_good(attributes) || !vtcm || !size || !attributes->got)
		return ERROR_BAD_PARAMETER;
	*vtcm = (void *)(uintptr_t)attributes->got;
	*size = attributes->got_size;
	return 0;
}
EXPORT(compute_resource_attr_get_vtcm_ptr_v2);
EXPORT_AS(HAP_compute_res_attr_get_vtcm_ptr_v2, &compute_resource_attr_get_vtcm_ptr_v2);

/* The part of VTCM */

/* Behind what @context holds, if that lies over the range; else 0. */
static uint32_t compute_res_conflict(const struct compute_res_context *context, uint32_t start,
				     uint32_t size)
{
	uint32_t end = context->start + context->size;

	if (!context->id || !context->held || !context->size || start >= end ||
	    context->start >= start + size)
		return 0;
	return end;
}

/* The first place for a number of bytes; PAGES_VTCM_SIZE if there is none. */
static uint32_t compute_res_place_locked(uint32_t size, uint32_t align)
{
	uint32_t start = 0;
	unsigned int i = 0;

	while (i < COMPUTE_RES_CONTEXTS && start + size <= PAGES_VTCM_SIZE) {
		uint32_t end = compute_res_conflict(&compute_res_contexts[i], start, size);

		i++;
		if (end) {
			start = (end + align - 1) & ~(align - 1);
			i = 0;
		}
	}
	return start + size <= PAGES_VTCM_SIZE ? start : PAGES_VTCM_SIZE;
}

/* The longest free run, in steps of the smallest page. */
static uint32_t compute_res_longest_locked(uint32_t align)
{
	uint32_t size = PAGES_VTCM_SIZE;

	while (size && compute_res_place_locked(size, align) == PAGES_VTCM_SIZE)
		size -= PAGES_SIZE;
	return size;
}

static int compute_res_serialized_locked(void)
{
	for (unsigned int i = 0; i < COMPUTE_RES_CONTEXTS; i++)
		if (compute_res_contexts[i].id && compute_res_contexts[i].serialize &&
		    compute_res_contexts[i].held)
			return 1;
	return 0;
}

/* Fill a context if what is wanted is there. Return: 0, or -1. */
static int compute_res_take_locked(struct compute_res_attributes *attributes,
				   struct compute_res_context *context)
{
	uint32_t align = attributes->least_page ? attributes->least_page : PAGES_SIZE;
	uint32_t size = (attributes->size + align - 1) & ~(align - 1);
	uint32_t start = 0;

	if (attributes->serialize && compute_res_serialized_locked())
		return -1;
	if (size) {
		start = size > PAGES_VTCM_SIZE ? PAGES_VTCM_SIZE :
						 compute_res_place_locked(size, align);
		if (start == PAGES_VTCM_SIZE && attributes->least_size < attributes->size) {
			size = compute_res_longest_locked(align) & ~(align - 1);
			if (size < attributes->least_size || !size)
				return -1;
			start = compute_res_place_locked(size, align);
		}
		if (start == PAGES_VTCM_SIZE)
			return -1;
	}
	*context = (struct compute_res_context){
		.id = ++compute_res_last_id,
		.start = start,
		.size = size,
		.serialize = (int)attributes->serialize,
		.cached = (int)attributes->cached,
		/* A cached context only has its address until it is acquired again. */
		.held = !attributes->cached,
		.callback = (compute_res_callback *)(uintptr_t)attributes->callback,
		.client = (void *)(uintptr_t)attributes->client,
	};
	attributes->got = size ? PAGES_VTCM_START + start : 0;
	attributes->got_size = size;
	return 0;
}

static struct compute_res_context *compute_res_find_locked(uint32_t id)
{
	for (unsigned int i = 0; id && i < COMPUTE_RES_CONTEXTS; i++)
		if (compute_res_contexts[i].id == id)
			return &compute_res_contexts[i];
	return NULL;
}

static struct compute_res_context *compute_res_free_locked(void)
{
	for (unsigned int i = 0; i < COMPUTE_RES_CONTEXTS; i++)
		if (!compute_res_contexts[i].id)
			return &compute_res_contexts[i];
	return NULL;
}

/*
 * Ask those who hold something to release it, each once. The lock is not held
 * while their callbacks run: they may release at once.
 */
static void compute_res_ask_locked(void)
{
	for (unsigned int i = 0; i < COMPUTE_RES_CONTEXTS; i++) {
		struct compute_res_context *context = &compute_res_contexts[i];
		compute_res_callback *callback = context->callback;
		void *client = context->client;
		uint32_t id = context->id;

		if (!id || !context->held || context->asked)
			continue;
		context->asked = 1;
		if (!callback)
			continue;
		kernel_unlock();
		callback(id, client);
		kernel_lock();
	}
}

static void compute_res_released_locked(void)
{
	struct thread *thread;

	while ((thread = thread_next_waiting_locked(compute_res_contexts)))
		thread_wake_locked(thread);
}

/* Wait until something is released. Return: 0, or -1 if the time is over. */
static int compute_res_wait_locked(uint64_t end)
{
	uint64_t now = syscall_nanoseconds();

	return now >= end ? -1 : thread_wait_locked(compute_res_contexts, end - now);
}

static int compute_res_map(void)
{
	int result = 0;

	kernel_lock();
	if (!compute_res_mapped)
		result = pages_fix(PAGES_VTCM_START, PAGES_VTCM_SIZE,
				   SYSCALL_PROT_READ | SYSCALL_PROT_WRITE);
	compute_res_mapped = !result;
	kernel_unlock();
	return result;
}

unsigned int compute_resource_acquire(struct compute_res_attributes *attributes,
				      unsigned int timeout_us)
{
	uint64_t end = syscall_nanoseconds() + (uint64_t)timeout_us * 1000;
	uint32_t id = 0;
	int asked = 0;

	if (!compute_res_is_good(attributes) || compute_res_map())
		return 0;
	attributes->got = 0;
	attributes->got_size = 0;
	kernel_lock();
	while (!id) {
		struct compute_res_context *context = compute_res_free_locked();

		if (context && !compute_res_take_locked(attributes, context)) {
			id = context->id;
		} else if (!asked) {
			asked = 1;
			compute_res_ask_locked();
		} else if (compute_res_wait_locked(end)) {
			break;
		}
	}
	kernel_unlock();
	return id;
}
EXPORT(compute_resource_acquire);
EXPORT_AS(HAP_compute_res_acquire, &compute_resource_acquire);

int compute_resource_release(unsigned int id)
{
	struct compute_res_context *context;
	int result = ERROR_NO_RESOURCE;

	kernel_lock();
	context = compute_res_find_locked(id);
	if (context) {
		context->id = 0;
		compute_res_released_locked();
		result = 0;
	}
	kernel_unlock();
	return result;
}
EXPORT(compute_resource_release);
EXPORT_AS(HAP_compute_res_release, &compute_resource_release);

/* Whether anybody else holds what a cached context wants back. */
static int compute_res_blocked_locked(const struct compute_res_context *context)
{
	if (context->serialize && compute_res_serialized_locked())
		return 1;
	for (unsigned int i = 0; i < COMPUTE_RES_CONTEXTS; i++)
		if (&compute_res_contexts[i] != context && context->size &&
		    compute_res_conflict(&compute_res_contexts[i], context->start, context->size))
			return 1;
	return 0;
}

int compute_resource_acquire_cached(unsigned int id, unsigned int timeout_us)
{
	uint64_t end = syscall_nanoseconds() + (uint64_t)timeout_us * 1000;
	struct compute_res_context *context;
	int result = ERROR_NO_RESOURCE;
	int asked = 0;

	kernel_lock();
	for (;;) {
		context = compute_res_find_locked(id);
		if (!context || !context->cached || context->held)
			break;
		if (!compute_res_blocked_locked(context)) {
			context->held = 1;
			context->asked = 0;
			result = 0;
			break;
		}
		if (!asked) {
			asked = 1;
			compute_res_ask_locked();
		} else if (compute_res_wait_locked(end)) {
			result = ERROR_EXPIRED;
			break;
		}
	}
	kernel_unlock();
	return result;
}
EXPORT(compute_resource_acquire_cached);
EXPORT_AS(HAP_compute_res_acquire_cached, &compute_resource_acquire_cached);

int compute_resource_release_cached(unsigned int id)
{
	struct compute_res_context *context;
	int result = ERROR_NO_RESOURCE;

	kernel_lock();
	context = compute_res_find_locked(id);
	if (context && context->cached && context->held) {
		context->held = 0;
		context->asked = 0;
		compute_res_released_locked();
		result = 0;
	}
	kernel_unlock();
	return result;
}
EXPORT(compute_resource_release_cached);
EXPORT_AS(HAP_compute_res_release_cached, &compute_resource_release_cached);

int compute_resource_check_release_request(unsigned int id)
{
	struct compute_res_context *context;
	int asked;

	kernel_lock();
	context = compute_res_find_locked(id);
	asked = context && context->asked;
	kernel_unlock();
	return asked;
}
EXPORT(compute_resource_check_release_request);
EXPORT_AS(HAP_compute_res_check_release_request, &compute_resource_check_release_request);

int compute_resource_update_priority(unsigned int id, unsigned short priority)
{
	struct compute_res_context *context;

	(void)priority;
	kernel_lock();
	context = compute_res_find_locked(id);
	kernel_unlock();
	return context ? 0 : ERROR_NO_RESOURCE;
}
EXPORT(compute_resource_update_priority);
EXPORT_AS(HAP_compute_res_update_priority, &compute_resource_update_priority);

int compute_resource_hmx_lock(unsigned int id)
{
	(void)id;
	return COMPUTE_RES_NOT_SUPPORTED;
}
EXPORT(compute_resource_hmx_lock);
EXPORT_AS(compute_resource_hmx_unlock, &compute_resource_hmx_lock);
EXPORT_AS(HAP_compute_res_hmx_lock, &compute_resource_hmx_lock);
EXPORT_AS(HAP_compute_res_hmx_unlock, &compute_resource_hmx_lock);

int crm_query_capability(unsigned int capability, unsigned int *data)
{
	if (capability != COMPUTE_RES_PREEMPTION || !data)
		return ERROR_BAD_PARAMETER;
	*data = COMPUTE_RES_COOPERATIVE;
	return 0;
}
EXPORT(crm_query_capability);
EXPORT_AS(HAP_compute_res_query_capability, &crm_query_capability);

/* Questions */

/* The fewest pages that make up a number of bytes. */
static void compute_res_describe(struct compute_res_layout *layout, uint32_t size)
{
	*layout = (struct compute_res_layout){.block_size = size};
	for (unsigned int i = 0; i < COMPUTE_RES_PAGES; i++) {
		uint32_t count = size / compute_res_pages[i];

		if (!count)
			continue;
		layout->pages[layout->pages_len++] = (struct compute_res_page){
			.size = compute_res_pages[i],
			.count = count,
		};
		size -= count * compute_res_pages[i];
	}
}

int compute_resource_query_VTCM(unsigned int application, unsigned int *total,
				struct compute_res_layout *total_layout, unsigned int *available,
				struct compute_res_layout *available_layout)
{
	uint32_t longest;

	(void)application;
	kernel_lock();
	longest = compute_res_longest_locked(PAGES_SIZE);
	kernel_unlock();
	if (total)
		*total = PAGES_VTCM_SIZE;
	if (total_layout)
		compute_res_describe(total_layout, PAGES_VTCM_SIZE);
	if (available)
		*available = longest;
	if (available_layout)
		compute_res_describe(available_layout, longest);
	return 0;
}
EXPORT(compute_resource_query_VTCM);
EXPORT_AS(HAP_compute_res_query_VTCM, &compute_resource_query_VTCM);

/* The interface of before: VTCM by its address. */

void *HAP_request_VTCM(unsigned int size, unsigned int single_page)
{
	struct compute_res_attributes attributes;

	compute_resource_attr_init(&attributes);
	if (!size || compute_resource_attr_set_vtcm_param(&attributes, size, single_page != 0) ||
	    !compute_resource_acquire(&attributes, 0))
		return NULL;
	return (void *)(uintptr_t)attributes.got;
}
EXPORT(HAP_request_VTCM);

int HAP_release_VTCM(void *vtcm)
{
	uint32_t start = (uint32_t)(uintptr_t)vtcm - PAGES_VTCM_START;
	uint32_t id = 0;

	kernel_lock();
	for (unsigned int i = 0; i < COMPUTE_RES_CONTEXTS; i++)
		if (compute_res_contexts[i].id && compute_res_contexts[i].size &&
		    compute_res_contexts[i].start == start)
			id = compute_res_contexts[i].id;
	kernel_unlock();
	return compute_resource_release(id);
}
EXPORT(HAP_release_VTCM);

int HAP_query_total_VTCM(unsigned int *page_size, unsigned int *page_count)
{
	*page_size = PAGES_VTCM_SIZE;
	*page_count = 1;
	return 0;
}
EXPORT(HAP_query_total_VTCM);

int HAP_query_avail_VTCM(unsigned int *block_size, unsigned int *page_size,
			 unsigned int *page_count)
{
	struct compute_res_layout layout;
	int result = compute_resource_query_VTCM(0, NULL, NULL, block_size, &layout);

	*page_size = layout.pages_len ? layout.pages[0].size : 0;
	*page_count = layout.pages_len ? layout.pages[0].count : 0;
	return result;
}
EXPORT(HAP_query_avail_VTCM);
