// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The manager of compute resources: VTCM, which here is 4 MiB of memory like any
 * other, and the right to run alone. Names, signatures and layouts as in
 * Qualcomm's HAP_compute_res.h. There is no HMX, and this says so.
 */

#include "hap/compute_res.h"
#include "os/error.h"
#include "os/export.h"
#include "os/pages.h"
#include "os/syscall.h"
#include "os/thread.h"

#define COMPUTE_RES_CONTEXTS		32u
#define COMPUTE_RES_CONTEXT_FIRST	0x100u
#define COMPUTE_RES_COOPERATIVE		1u	/* preemption by callback */
#define COMPUTE_RES_PREEMPTION		1u	/* capability that says so */

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
	uint32_t priority;	/* of the thread that has got it */
	compute_res_callback *callback;
	void *client;
} compute_res_contexts[COMPUTE_RES_CONTEXTS];

/* What threads still wait for, each on its own stack. Protected by the kernel lock. */
static struct compute_res_request {
	struct compute_res_request *next;
	uint32_t priority;
	int vtcm, serialize;
} *compute_res_requests;

static uint32_t compute_res_last_id = COMPUTE_RES_CONTEXT_FIRST;
static int compute_res_mapped;

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
	uint32_t size = attributes->size > PAGES_VTCM_SIZE ?
				UINT32_MAX : (attributes->size + align - 1) & ~(align - 1);
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
		.priority = thread_current()->priority,
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

static void compute_res_begin_locked(struct compute_res_request *request, int vtcm, int serialize)
{
	*request = (struct compute_res_request){
		.next = compute_res_requests,
		.priority = thread_current()->priority,
		.vtcm = vtcm,
		.serialize = serialize,
	};
	compute_res_requests = request;
}

static void compute_res_end_locked(struct compute_res_request *request)
{
	struct compute_res_request **at = &compute_res_requests;

	while (*at != request)
		at = &(*at)->next;
	*at = request->next;
}

/* Whether a context holds what a more urgent thread wants. */
static int compute_res_in_the_way(const struct compute_res_context *context,
				  const struct compute_res_request *request)
{
	return context->id && context->held && request->priority < context->priority &&
	       ((request->vtcm && context->size) || (request->serialize && context->serialize));
}

/*
 * Ask the contexts that are in the way to make room, each once. The lock is not held while
 * their callbacks run: they may release at once.
 */
static void compute_res_ask_locked(const struct compute_res_request *request)
{
	for (unsigned int i = 0; i < COMPUTE_RES_CONTEXTS; i++) {
		struct compute_res_context *context = &compute_res_contexts[i];
		compute_res_callback *callback = context->callback;
		void *client = context->client;
		uint32_t id = context->id;

		if (!callback || !compute_res_in_the_way(context, request))
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
	struct compute_res_request request;
	uint32_t id = 0;
	int asked = 0;

	if (!compute_res_is_good(attributes) || compute_res_map())
		return 0;
	attributes->got = 0;
	attributes->got_size = 0;
	kernel_lock();
	compute_res_begin_locked(&request, attributes->size != 0, (int)attributes->serialize);
	while (!id) {
		struct compute_res_context *context = compute_res_free_locked();

		if (context && !compute_res_take_locked(attributes, context)) {
			id = context->id;
		} else if (!asked) {
			asked = 1;
			compute_res_ask_locked(&request);
		} else if (compute_res_wait_locked(end)) {
			break;
		}
	}
	compute_res_end_locked(&request);
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

/* Whether another context holds what a cached one wants back. */
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

/* Wait until a cached context can have its own back. Called with the kernel lock held. */
static int compute_res_reacquire_locked(uint32_t id, const struct compute_res_request *request,
					uint64_t end)
{
	int asked = 0;

	for (;;) {
		struct compute_res_context *context = compute_res_find_locked(id);

		if (!context || context->held)
			return ERROR_NO_RESOURCE;
		if (!compute_res_blocked_locked(context)) {
			context->held = 1;
			context->priority = request->priority;
			return 0;
		}
		if (!asked) {
			asked = 1;
			compute_res_ask_locked(request);
		} else if (compute_res_wait_locked(end)) {
			return ERROR_EXPIRED;
		}
	}
}

int compute_resource_acquire_cached(unsigned int id, unsigned int timeout_us)
{
	uint64_t end = syscall_nanoseconds() + (uint64_t)timeout_us * 1000;
	struct compute_res_context *context;
	struct compute_res_request request;
	int result = ERROR_NO_RESOURCE;

	kernel_lock();
	context = compute_res_find_locked(id);
	if (context && context->cached) {
		compute_res_begin_locked(&request, context->size != 0, context->serialize);
		result = compute_res_reacquire_locked(id, &request, end);
		compute_res_end_locked(&request);
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
	const struct compute_res_request *request;
	struct compute_res_context *context;
	int result = ERROR_NO_RESOURCE;

	kernel_lock();
	context = compute_res_find_locked(id);
	request = compute_res_requests;
	if (context) {
		while (request && !compute_res_in_the_way(context, request))
			request = request->next;
		result = request != NULL;
	}
	kernel_unlock();
	return result;
}
EXPORT(compute_resource_check_release_request);
EXPORT_AS(HAP_compute_res_check_release_request, &compute_resource_check_release_request);

int compute_resource_update_priority(unsigned int id, unsigned short priority)
{
	struct compute_res_context *context;

	kernel_lock();
	context = compute_res_find_locked(id);
	if (context)
		context->priority = priority;
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

void *HAP_request_async_VTCM(unsigned int size, unsigned int single_page, unsigned int timeout_us)
{
	struct compute_res_attributes attributes;

	compute_resource_attr_init(&attributes);
	if (!size || compute_resource_attr_set_vtcm_param(&attributes, size, single_page != 0) ||
	    !compute_resource_acquire(&attributes, timeout_us))
		return NULL;
	return (void *)(uintptr_t)attributes.got;
}
EXPORT(HAP_request_async_VTCM);

void *HAP_request_VTCM(unsigned int size, unsigned int single_page)
{
	return HAP_request_async_VTCM(size, single_page, 0);
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
