/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef _UAPI_QDA_ACCEL_H_
#define _UAPI_QDA_ACCEL_H_

#include <drm/drm.h>

#if defined(__cplusplus)
extern "C" {
#endif

/**
 * DOC: Rules of this interface
 *
 * - One node, ``/dev/accel/accelN``, is one DSP. %DRM_QDA_QUERY_DEVICE tells
 *   which. When the DSP stops or restarts its node goes and a new one comes.
 * - Every struct has the same layout for 32-bit and 64-bit callers: 64-bit
 *   fields first or naturally aligned, no implicit padding, no unions.
 * - A field named @pad and every flag bit without a name must be zero, or the
 *   call fails with EINVAL. Structs grow only at their end; a new field that
 *   is zero means the old behaviour.
 * - Numbers of operations, query types and flags are only ever added.
 * - Arrays are given as &struct drm_qda_array: a newer program may pass larger
 *   elements to an older kernel if the part it does not know is zero.
 * - Memory is named by GEM handle, offset and size. No file descriptor and no
 *   user address reaches the DSP.
 * - Times are absolute nanoseconds of CLOCK_MONOTONIC; 0 means no limit.
 *
 * Errors that every operation may return: ENODEV when the DSP behind this open
 * file is gone (open the node again), EFAULT for a bad user pointer, ENOMEM.
 * EOPNOTSUPP from one that maps memory: the DSP can't see it as one range.
 */

/** DRM_QDA_UAPI_VERSION - counts additions to this interface */
#define DRM_QDA_UAPI_VERSION	1

/**
 * enum drm_qda_ioctl_id - numbers of the operations
 *
 * 0 to 7 are the numbers of the first posted QDA series.
 */
enum drm_qda_ioctl_id {
	/** @DRM_QDA_QUERY: ask for facts about the DSP and the driver */
	DRM_QDA_QUERY = 0,
	/** @DRM_QDA_GEM_CREATE: create a buffer */
	DRM_QDA_GEM_CREATE,
	/** @DRM_QDA_GEM_MMAP_OFFSET: get the offset to mmap a buffer with */
	DRM_QDA_GEM_MMAP_OFFSET,
	/** @DRM_QDA_SESSION_ATTACH: open a session on a PD that exists */
	DRM_QDA_SESSION_ATTACH,
	/** @DRM_QDA_SESSION_CREATE: open a session on a new user PD */
	DRM_QDA_SESSION_CREATE,
	/** @DRM_QDA_MAP: map a buffer into a PD until it is unmapped */
	DRM_QDA_MAP,
	/** @DRM_QDA_MUNMAP: unmap what DRM_QDA_MAP has mapped */
	DRM_QDA_MUNMAP,
	/** @DRM_QDA_INVOKE: call a remote method and wait for its result */
	DRM_QDA_INVOKE,
	/** @DRM_QDA_SESSION_CLOSE: close a session */
	DRM_QDA_SESSION_CLOSE,
	/** @DRM_QDA_SUBMIT: submit calls, and do not wait for them */
	DRM_QDA_SUBMIT,
};

/**
 * struct drm_qda_array - an array in user memory
 */
struct drm_qda_array {
	/** @stride: size of one element in bytes, as the caller knows it */
	__u32 stride;

	/** @count: number of elements */
	__u32 count;

	/** @pointer: user pointer to the first element */
	__u64 pointer;
};

/**
 * enum drm_qda_query_type - what %DRM_IOCTL_QDA_QUERY can tell
 */
enum drm_qda_query_type {
	/** @DRM_QDA_QUERY_DEVICE: &struct drm_qda_query_device */
	DRM_QDA_QUERY_DEVICE = 0,
	/**
	 * @DRM_QDA_QUERY_CAPABILITIES: __u32[256], element k is attribute k as
	 * the DSP reports it. Read from the DSP once; the first time this needs
	 * a free context bank (EUSERS if there is none).
	 */
	DRM_QDA_QUERY_CAPABILITIES,
};

/**
 * struct drm_qda_query - argument of %DRM_IOCTL_QDA_QUERY
 *
 * At most @size bytes are written; if the driver knows less than @size bytes
 * the rest is zeroed.
 *
 * Errors: EINVAL for an unknown @type; EUSERS, EREMOTEIO or ETIMEDOUT if the
 * DSP has to be asked and cannot be.
 */
struct drm_qda_query {
	/** @type: one of &enum drm_qda_query_type */
	__u32 type;

	/**
	 * @size: in: bytes at @pointer; out: bytes the driver knows. With
	 * @pointer 0 nothing else happens.
	 */
	__u32 size;

	/** @pointer: user pointer to the answer, or 0 */
	__u64 pointer;
};

/**
 * enum drm_qda_device_flags - properties of a DSP
 */
enum drm_qda_device_flags {
	/** @DRM_QDA_DEVICE_COHERENT: its accesses are coherent with the CPU */
	DRM_QDA_DEVICE_COHERENT = 1 << 0,
	/** @DRM_QDA_DEVICE_POLL: knows poll mode */
	DRM_QDA_DEVICE_POLL = 1 << 1,
};

/**
 * struct drm_qda_query_device - answer to %DRM_QDA_QUERY_DEVICE
 */
struct drm_qda_query_device {
	/**
	 * @domain: name of the DSP, "cdsp", for people and programs: the device
	 * tree's label. Nothing in the kernel depends on it. NUL-terminated
	 */
	__u8 domain[16];

	/** @uapi_version: %DRM_QDA_UAPI_VERSION of the running driver */
	__u32 uapi_version;

	/** @flags: mask of &enum drm_qda_device_flags */
	__u32 flags;

	/** @banks: context banks that are ready, that is isolated address spaces */
	__u32 banks;

	/** @sessions_max: sessions that all clients together can have open */
	__u32 sessions_max;

	/** @sessions: sessions open now */
	__u32 sessions;

	/** @sid_shift: bit position of the stream id in a device address */
	__u32 sid_shift;

	/** @calls_max: calls that one session can have in flight */
	__u32 calls_max;

	/** @args_max: arguments of one call */
	__u32 args_max;

};

/**
 * struct drm_qda_gem_create - argument of %DRM_IOCTL_QDA_GEM_CREATE
 *
 * The memory is zeroed, pageable until first used by the DSP if the DSP is
 * %DRM_QDA_DEVICE_COHERENT, and shared with the DSP at first use in a call, at a
 * device address of that call's session.
 *
 * Errors: EINVAL for @size 0, more than 4 GiB or a @flags bit; ENOSPC if shmem
 * has no room.
 */
struct drm_qda_gem_create {
	/** @size: in: bytes wanted; out: bytes given, a multiple of the page */
	__u64 size;

	/** @handle: out: GEM handle, never 0 */
	__u32 handle;

	/** @flags: must be 0 */
	__u32 flags;
};

/**
 * struct drm_qda_gem_mmap_offset - argument of %DRM_IOCTL_QDA_GEM_MMAP_OFFSET
 *
 * Errors: ENOENT for an unknown @handle; EINVAL for @pad, or an import.
 */
struct drm_qda_gem_mmap_offset {
	/** @offset: out: offset for mmap() on the node's file descriptor */
	__u64 offset;

	/** @handle: GEM handle */
	__u32 handle;

	/** @pad: must be 0 */
	__u32 pad;
};

/**
 * enum drm_qda_attach_kind - PDs that exist without being created
 */
enum drm_qda_attach_kind {
	/** @DRM_QDA_ATTACH_ROOT: the root PD (guest OS) */
	DRM_QDA_ATTACH_ROOT = 0,
	/** @DRM_QDA_ATTACH_SENSORS: the sensors PD */
	DRM_QDA_ATTACH_SENSORS,
	/**
	 * @DRM_QDA_ATTACH_AUDIO: the static audio PD. The first session of a
	 * DSP's life gives it the memory that the device tree reserves, after
	 * secure firmware has assigned it where that is asked for
	 */
	DRM_QDA_ATTACH_AUDIO,
};

/**
 * enum drm_qda_session_flags - how to open a session
 */
enum drm_qda_session_flags {
	/**
	 * @DRM_QDA_SESSION_WAIT: if no context bank is free, wait for one
	 * until timeout_ns instead of failing at once
	 */
	DRM_QDA_SESSION_WAIT = 1 << 0,
};

/**
 * struct drm_qda_session_attach - argument of %DRM_IOCTL_QDA_SESSION_ATTACH
 *
 * Errors: EINVAL for an unknown @kind or @flags, or a @timeout_ns that is
 * negative or given without %DRM_QDA_SESSION_WAIT; EPERM without
 * CAP_SYS_ADMIN; EUSERS if no context bank is free, or was free in time;
 * EINTR after a signal in that wait; EOPNOTSUPP if memory has to be assigned and
 * secure firmware can't be asked, or its error; EREMOTEIO if the DSP refused
 * (@result says why); ETIMEDOUT if it did not answer.
 */
struct drm_qda_session_attach {
	/** @timeout_ns: how long to wait for a bank, absolute; 0 is no limit */
	__s64 timeout_ns;

	/** @kind: one of &enum drm_qda_attach_kind */
	__u32 kind;

	/** @flags: mask of &enum drm_qda_session_flags */
	__u32 flags;

	/** @session: out: session id of this open file, never 0 */
	__u32 session;

	/** @result: out: what the DSP answered, 0 is success */
	__s32 result;
};

/**
 * enum drm_qda_session_attrs - attributes of a new user PD
 *
 * The values are FastRPC's process attributes; other bits are refused. What
 * system and privileged processes may do more is up to the DSP's firmware.
 */
enum drm_qda_session_attrs {
	/** @DRM_QDA_SESSION_DEBUG: debugging allowed */
	DRM_QDA_SESSION_DEBUG = 1 << 0,
	/** @DRM_QDA_SESSION_UNSIGNED: loads code without a signature */
	DRM_QDA_SESSION_UNSIGNED = 1 << 3,
	/** @DRM_QDA_SESSION_SYSTEM: a process of the system */
	DRM_QDA_SESSION_SYSTEM = 1 << 5,
	/** @DRM_QDA_SESSION_PRIVILEGED: with more rights */
	DRM_QDA_SESSION_PRIVILEGED = 1 << 6,
};

/**
 * struct drm_qda_session_create - argument of %DRM_IOCTL_QDA_SESSION_CREATE
 *
 * Errors: EINVAL for @attrs, @flags or @pad, a @timeout_ns that is negative or
 * given without %DRM_QDA_SESSION_WAIT, an image that does not lie in its
 * object, or a signature that is all of the image or that of an unsigned PD;
 * ENOENT for an unknown @image; EFBIG for an image over 2 MiB;
 * EOPNOTSUPP for an unsigned PD on a DSP that says it takes none; EPERM without
 * CAP_SYS_ADMIN for a PD that is not unsigned, or that is a
 * %DRM_QDA_SESSION_SYSTEM or %DRM_QDA_SESSION_PRIVILEGED one; EUSERS if no
 * context bank is free, or was free in time; EINTR after a signal in that
 * wait; EREMOTEIO if the DSP refused (@result says why); ETIMEDOUT if it did
 * not answer.
 */
struct drm_qda_session_create {
	/** @image_offset: where the PD's program starts in @image, bytes */
	__u64 image_offset;

	/**
	 * @image_size: size of the program, and of its signature behind it, in
	 * bytes, 0 if there is none
	 */
	__u64 image_size;

	/** @timeout_ns: how long to wait for a bank, absolute; 0 is no limit */
	__s64 timeout_ns;

	/** @image: GEM handle of the PD's program (ELF), 0 if there is none */
	__u32 image;

	/** @attrs: mask of &enum drm_qda_session_attrs */
	__u32 attrs;

	/** @flags: mask of &enum drm_qda_session_flags */
	__u32 flags;

	/** @pad: must be 0 */
	__u32 pad;

	/** @session: out: session id of this open file, never 0 */
	__u32 session;

	/** @result: out: what the DSP answered, 0 is success */
	__s32 result;

	/**
	 * @signature_size: bytes of the image that are the signature: its
	 * last. 0 if the PD's program needs none
	 */
	__u64 signature_size;
};

/**
 * struct drm_qda_session_close - argument of %DRM_IOCTL_QDA_SESSION_CLOSE
 *
 * Calls in flight end with ESHUTDOWN. Closing the file closes its sessions.
 * The kernel tells the DSP, and waits up to 3 seconds for its answer. If the
 * DSP takes no messages, the transport waits before that: GLINK 10 seconds,
 * and as long again if a call's message is under way. Where the DSP does not
 * answer, its part of the session is kept until it does or has gone.
 *
 * Errors: ENOENT for an unknown @session; EINVAL for @pad.
 */
struct drm_qda_session_close {
	/** @session: session id */
	__u32 session;

	/** @pad: must be 0 */
	__u32 pad;
};

/**
 * struct drm_qda_arg - one argument of a call: a part of a GEM object
 *
 * The DSP gets its device address; nothing is copied. Small arguments may lie
 * in one object, each on its own bytes. @size 0 passes no memory, and then
 * @handle may be 0.
 */
struct drm_qda_arg {
	/** @offset: of the argument in the object, bytes */
	__u64 offset;

	/** @size: bytes; an output has room for this many */
	__u64 size;

	/** @handle: GEM handle */
	__u32 handle;

	/**
	 * @tag: of a handle argument: number by which DSP code asks for the
	 * memory, 0 for @handle; of others 0
	 */
	__u32 tag;
};

/**
 * DOC: Scalars
 *
 * The scalars word of a call names the method and counts the arguments, in
 * FastRPC's own format: method 28:24, input buffers 23:16, output buffers
 * 15:8, input handles 7:4, output handles 3:0; bits 31:29 are zero. The
 * arguments follow in this order.
 */

/** DRM_QDA_SCALARS - make a scalars word */
#define DRM_QDA_SCALARS(method, in, out, in_handles, out_handles)	\
	(((__u32)(method) & 0x1f) << 24 | ((__u32)(in) & 0xff) << 16 |	\
	 ((__u32)(out) & 0xff) << 8 | ((__u32)(in_handles) & 0xf) << 4 |\
	 ((__u32)(out_handles) & 0xf))

/**
 * enum drm_qda_invoke_flags - how to wait for a call
 */
enum drm_qda_invoke_flags {
	/**
	 * @DRM_QDA_INVOKE_POLL: look for the end of the call for up to 50
	 * microseconds before sleeping. For short calls of a user PD that has
	 * been told to say so early: method 9 of object 4 does, whose one
	 * input is two __u32, 1 and a time in microseconds. Calls of objects
	 * up to 20, and of other PDs, are not polled
	 */
	DRM_QDA_INVOKE_POLL = 1 << 0,
};

/**
 * struct drm_qda_invoke - argument of %DRM_IOCTL_QDA_INVOKE
 *
 * Runs one remote method and waits for it. A signal that does not kill the
 * caller does not end the wait, so a method never runs twice. When the call
 * was sent and this returns an error, the DSP may still be running it; its
 * buffers stay alive until the DSP is done or the session has gone.
 *
 * Errors: EINVAL for @scalars, @args, @flags or a pad, a negative @timeout_ns, or
 * a range outside its object; ENOENT for an unknown @session or GEM handle;
 * EOPNOTSUPP for %DRM_QDA_INVOKE_POLL on a DSP that is not
 * %DRM_QDA_DEVICE_POLL; EPERM for remote handle 1, which is the driver's own;
 * E2BIG for elements of @args that are larger than 4 KiB or have something in the
 * part that the driver does not know; ETIMEDOUT
 * if @timeout_ns passed; ESHUTDOWN if the session was closed meanwhile;
 * ECONNABORTED if its PD has died: it faulted, ended itself or was ended, all
 * that is left is to close the session; ECONNRESET if the DSP went away; EBADMSG
 * if the DSP's answer makes no sense. What the method itself returned is @result,
 * not an error. A DSP with older firmware does not tell when a PD dies; its
 * @result is then an error of the DSP.
 */
struct drm_qda_invoke {
	/** @args: &struct drm_qda_arg, as many as @scalars says */
	struct drm_qda_array args;

	/** @timeout_ns: when to stop waiting, absolute; 0 is never */
	__s64 timeout_ns;

	/** @session: session id */
	__u32 session;

	/** @handle: remote object */
	__u32 handle;

	/** @scalars: method and argument counts, see DRM_QDA_SCALARS() */
	__u32 scalars;

	/** @flags: mask of &enum drm_qda_invoke_flags */
	__u32 flags;

	/** @result: out: what the method returned */
	__s32 result;

	/** @pad: must be 0 */
	__u32 pad;
};

/** DRM_QDA_QUEUES - queues of a session */
#define DRM_QDA_QUEUES		8

/** DRM_QDA_SYNCS_MAX - syncobjs that a submission can wait for, and signal */
#define DRM_QDA_SYNCS_MAX	64

/**
 * struct drm_qda_call - one of the calls of a submission
 */
struct drm_qda_call {
	/** @args: &struct drm_qda_arg, as many as @scalars says */
	struct drm_qda_array args;

	/** @handle: remote object */
	__u32 handle;

	/** @scalars: method and argument counts, see DRM_QDA_SCALARS() */
	__u32 scalars;
};

/**
 * struct drm_qda_result - how a call of a submission has ended
 *
 * The driver writes @result first. A program that sees an @error other than
 * -EINPROGRESS, with an acquire, sees the @result and what the method has written.
 */
struct drm_qda_result {
	/** @result: what the method returned; 0 if @error is not 0 */
	__s32 result;

	/**
	 * @error: -EINPROGRESS until the call is over; then 0, or: -ECANCELED if
	 * the session was closed, -ETIME if its time was over, -ECONNABORTED if
	 * its PD has died, -ECONNRESET if the DSP went away, -EBADMSG if the
	 * DSP's answer made no sense
	 */
	__s32 error;
};

/**
 * struct drm_qda_sync - a DRM syncobj of this open file
 */
struct drm_qda_sync {
	/** @point: point of a timeline; 0: the syncobj is binary */
	__u64 point;

	/** @handle: of the syncobj */
	__u32 handle;

	/** @pad: must be 0 */
	__u32 pad;
};

/**
 * enum drm_qda_submit_flags - how to submit
 */
enum drm_qda_submit_flags {
	/**
	 * @DRM_QDA_SUBMIT_IMPLICIT: wait for what other devices do with the
	 * objects of the calls, and let them wait for the end of the calls.
	 * An object of an output counts as written, of an input as read
	 */
	DRM_QDA_SUBMIT_IMPLICIT = 1 << 0,
};

/**
 * struct drm_qda_submit - argument of %DRM_IOCTL_QDA_SUBMIT
 *
 * Submits calls, all or none, and returns. It waits only for room: a session has as
 * many calls in flight as &drm_qda_query_device.calls_max, submitted or not. A listener's
 * call, which the DSP answers only when it wants something, is one of them: beside it there
 * is never room for a job of that many.
 *
 * Calls of one queue are sent in order, as those of one thread of their own, which
 * the DSP runs one after the other; their fences are signalled in order. Queues of a
 * session are independent. The calls are sent when @in_syncs are signalled, which have
 * to have a fence by now. @out_syncs get a fence that is signalled when all the calls
 * are over, with the error of the first that failed: as in &struct drm_qda_result, or
 * EIO if a method returned something else than 0. The result of each is in @results.
 *
 * At @timeout_ns the calls that are not over are given up. If the DSP has got them it
 * goes on, and their memory stays. The fence may be another device's to wait for, so
 * there is always a limit: 10 seconds if none is said, and 60 seconds at most.
 *
 * Errors: EINVAL for @flags, @queue, @results_offset, a pad, no call, a negative
 * @timeout_ns, a syncobj without a fence, or as in &struct drm_qda_invoke for a call;
 * ENOENT for an unknown @session, GEM handle or syncobj; EPERM as there; E2BIG for more
 * calls or syncobjs than there can be, or elements as there; ETIMEDOUT or EINTR if there
 * was no room until then; ESHUTDOWN, ECONNABORTED and ECONNRESET as there. After an
 * error nothing was sent, and no syncobj has changed.
 */
struct drm_qda_submit {
	/** @calls: &struct drm_qda_call */
	struct drm_qda_array calls;

	/** @in_syncs: &struct drm_qda_sync, what has to be signalled before */
	struct drm_qda_array in_syncs;

	/** @out_syncs: &struct drm_qda_sync, what gets the fence of the end */
	struct drm_qda_array out_syncs;

	/** @results_offset: of the first result in @results, a multiple of 8 */
	__u64 results_offset;

	/** @timeout_ns: when to give up, absolute; 0 is in 10 seconds */
	__s64 timeout_ns;

	/** @results: GEM handle of the object for &struct drm_qda_result, or 0 */
	__u32 results;

	/** @session: session id */
	__u32 session;

	/** @queue: less than %DRM_QDA_QUEUES */
	__u32 queue;

	/** @flags: mask of &enum drm_qda_submit_flags */
	__u32 flags;
};

/**
 * enum drm_qda_map_request - the two map requests that DSPs know
 */
enum drm_qda_map_request {
	/** @DRM_QDA_MAP_LEGACY: pages for the PD, such as more heap */
	DRM_QDA_MAP_LEGACY = 1,
	/** @DRM_QDA_MAP_ATTR: a buffer that DSP code finds by its tag */
	DRM_QDA_MAP_ATTR,
};

/**
 * enum drm_qda_map_flags - what the memory is for: FastRPC's own values
 */
enum drm_qda_map_flags {
	/** @DRM_QDA_MAP_STATIC: calls find it at the same address (ATTR) */
	DRM_QDA_MAP_STATIC = 0,
	/** @DRM_QDA_MAP_HANDLE: DSP code asks for it by its GEM handle (ATTR) */
	DRM_QDA_MAP_HANDLE = 2,
	/** @DRM_QDA_MAP_HANDLE_DELAYED: the same, mapped when it does (ATTR) */
	DRM_QDA_MAP_HANDLE_DELAYED = 3,
	/** @DRM_QDA_MAP_HANDLE_NOMAP: the same, known but not mapped (ATTR) */
	DRM_QDA_MAP_HANDLE_NOMAP = 16,
	/** @DRM_QDA_MAP_ADD_PAGES: more heap for the PD (LEGACY) */
	DRM_QDA_MAP_ADD_PAGES = 0x1000,
};

/**
 * struct drm_qda_map - argument of %DRM_IOCTL_QDA_MAP
 *
 * The mapping lasts until %DRM_IOCTL_QDA_MUNMAP or the end of the session,
 * also if the GEM handle is closed. Calls need none: their arguments are
 * mapped by the way.
 *
 * An import is mapped when its other users are done with it: the fences of
 * readers and writers are waited for, without limit.
 *
 * Errors: EINVAL for an unknown @request, @map_flags that are not one of its own, a
 * @tag of another request, @pad, or a part that does not lie in the object or is not
 * whole 4 KiB pages; ENOENT for an unknown @session or @handle; EEXIST for
 * %DRM_QDA_MAP_ATTR if another object is mapped under the same tag, which for a handle
 * means that it was closed since: unmap that first; EREMOTEIO if the DSP
 * refused (@result says why); ETIMEDOUT if it did not answer: the memory then
 * stays the DSP's until the session ends; ESHUTDOWN, ECONNABORTED and
 * ECONNRESET as for %DRM_IOCTL_QDA_INVOKE.
 */
struct drm_qda_map {
	/** @offset: of the part in the object, bytes */
	__u64 offset;

	/** @size: of the part, bytes */
	__u64 size;

	/** @wish: DSP address to map it at, 0 to let the DSP choose */
	__u64 wish;

	/** @dsp_address: out: where the PD sees it */
	__u64 dsp_address;

	/** @session: session id */
	__u32 session;

	/** @handle: GEM handle */
	__u32 handle;

	/** @request: one of &enum drm_qda_map_request */
	__u32 request;

	/** @map_flags: one of &enum drm_qda_map_flags that fits @request */
	__u32 map_flags;

	/** @map: out: id of the mapping in its session, never 0 */
	__u32 map;

	/** @result: out: what the DSP answered, 0 is success */
	__s32 result;

	/**
	 * @tag: number by which DSP code asks for the memory, 0 for @handle;
	 * %DRM_QDA_MAP_ATTR only
	 */
	__u32 tag;

	/** @pad: must be 0 */
	__u32 pad;
};

/**
 * struct drm_qda_munmap - argument of %DRM_IOCTL_QDA_MUNMAP
 *
 * Errors: EINVAL for @pad; ENOENT for an unknown @session or @map; EBUSY if
 * another thread is unmapping it; EREMOTEIO if the DSP refused (@result says
 * why) and ETIMEDOUT if it did not answer: the mapping then stays; ESHUTDOWN,
 * ECONNABORTED and ECONNRESET as for %DRM_IOCTL_QDA_INVOKE.
 */
struct drm_qda_munmap {
	/** @session: session id */
	__u32 session;

	/** @map: id of the mapping */
	__u32 map;

	/** @result: out: what the DSP answered, 0 is success */
	__s32 result;

	/** @pad: must be 0 */
	__u32 pad;
};

/** DRM_IOCTL_QDA - make the ioctl number of an operation */
#define DRM_IOCTL_QDA(__access, __id, __type)				\
	DRM_IO ## __access(DRM_COMMAND_BASE + DRM_QDA_ ## __id,		\
			   struct drm_qda_ ## __type)

#define DRM_IOCTL_QDA_QUERY		DRM_IOCTL_QDA(WR, QUERY, query)
#define DRM_IOCTL_QDA_GEM_CREATE	DRM_IOCTL_QDA(WR, GEM_CREATE, gem_create)
#define DRM_IOCTL_QDA_GEM_MMAP_OFFSET	DRM_IOCTL_QDA(WR, GEM_MMAP_OFFSET, gem_mmap_offset)
#define DRM_IOCTL_QDA_SESSION_ATTACH	DRM_IOCTL_QDA(WR, SESSION_ATTACH, session_attach)
#define DRM_IOCTL_QDA_SESSION_CREATE	DRM_IOCTL_QDA(WR, SESSION_CREATE, session_create)
#define DRM_IOCTL_QDA_MAP		DRM_IOCTL_QDA(WR, MAP, map)
#define DRM_IOCTL_QDA_MUNMAP		DRM_IOCTL_QDA(WR, MUNMAP, munmap)
#define DRM_IOCTL_QDA_INVOKE		DRM_IOCTL_QDA(WR, INVOKE, invoke)
#define DRM_IOCTL_QDA_SESSION_CLOSE	DRM_IOCTL_QDA(WR, SESSION_CLOSE, session_close)
#define DRM_IOCTL_QDA_SUBMIT		DRM_IOCTL_QDA(WR, SUBMIT, submit)

#if defined(__cplusplus)
}
#endif

#endif /* _UAPI_QDA_ACCEL_H_ */
