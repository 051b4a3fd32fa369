/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_H
#define QDA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * DOC: Rules of this library
 *
 * - A function that returns int returns 0 or a positive number, or -errno.
 *   errno itself means nothing. Nothing is printed, nothing is global.
 * - A session that opens modules has one thread, which ends with the session.
 *   It gives the DSP the files that the DSP asks for: by name, for reading,
 *   out of the folders of the search path only, see qda_session_set_path().
 *   Signals never run on it. A child of fork(2) does not have it, and leaves
 *   the parent's objects alone.
 * - What the library could not do is the returned -errno. What the DSP said
 *   is a separate result: 0 is success, anything else is explained by
 *   qda_result_text(). Where a @result pointer is NULL, a result other than
 *   0 becomes -EREMOTEIO.
 * - A device owns what is made from it: close modules, maps, sessions and
 *   buffers before it, modules and maps before their session. Different
 *   threads may use one session at the same time; open and close of one
 *   object belong to one thread.
 * - When the DSP stops or restarts, every object made from its device is
 *   dead: calls return -ECONNRESET or -ENODEV. Close them, wait for the DSP
 *   with qda_device_wait(), begin again.
 * - When a session's process on the DSP dies, calls of that session return
 *   -ECONNABORTED. Close it; other sessions go on.
 * - Sizes and offsets are bytes. Time limits are nanoseconds from now; 0 is
 *   no limit. A signal handler ends waits for a DSP or a context bank, with
 *   -EINTR, and no others.
 */

/** QDA_DOMAIN_SIZE - bytes of a DSP's name, NUL included */
#define QDA_DOMAIN_SIZE		16

/** QDA_PATH_SIZE - bytes of a device node's path, NUL included */
#define QDA_PATH_SIZE		64

/** QDA_CAPABILITIES - number of capabilities that a DSP can report */
#define QDA_CAPABILITIES	256

/** QDA_TEXT_SIZE - bytes that the longest text about a module needs */
#define QDA_TEXT_SIZE		1024

/** QDA_NO_WAIT - as a time limit, where a function offers it: do not wait */
#define QDA_NO_WAIT		(-1)

struct qda_bo;
struct qda_device;
struct qda_log;
struct qda_map;
struct qda_module;
struct qda_session;

/** qda_version() - version of this library, "1.2.3" */
const char *qda_version(void);

/* ------------------------------------------------------------- devices -- */

/**
 * struct qda_device_entry - one device node that is, or could be, a DSP
 */
struct qda_device_entry {
	/** @path: the node, "/dev/accel/accel0" */
	char path[QDA_PATH_SIZE];
	/** @domain: name of the DSP, "cdsp"; "" if @error is set */
	char domain[QDA_DOMAIN_SIZE];
	/** @error: 0, or the -errno because of which nobody can tell */
	int error;
};

/**
 * enum qda_device_flags - properties of a DSP
 */
enum qda_device_flags {
	/** @QDA_DEVICE_COHERENT: sees the CPU's caches */
	QDA_DEVICE_COHERENT = 1 << 0,
	/** @QDA_DEVICE_POLL: knows poll mode, see qda_session_set_poll() */
	QDA_DEVICE_POLL = 1 << 1,
};

/**
 * struct qda_device_info - facts about a DSP and its driver
 *
 * Grows at its end only.
 */
struct qda_device_info {
	/** @domain: name of the DSP, "cdsp" */
	char domain[QDA_DOMAIN_SIZE];
	/** @driver_major: version of the driver */
	uint32_t driver_major;
	/** @driver_minor: version of the driver */
	uint32_t driver_minor;
	/** @driver_patch: version of the driver */
	uint32_t driver_patch;
	/** @uapi_version: version of the kernel interface */
	uint32_t uapi_version;
	/** @flags: mask of &enum qda_device_flags */
	uint32_t flags;
	/** @banks: context banks, that is isolated address spaces */
	uint32_t banks;
	/** @sessions_max: sessions that all programs together can have open */
	uint32_t sessions_max;
	/** @sessions: sessions open now */
	uint32_t sessions;
	/** @sid_shift: bit position of the stream id in a device address */
	uint32_t sid_shift;
	/** @calls_max: calls that one session can have in flight */
	uint32_t calls_max;
	/** @args_max: arguments of one call */
	uint32_t args_max;
};

/**
 * qda_device_list() - find the DSPs of this machine
 * @entries: room for @count entries, filled in order of the node's number
 * @count: entries that fit
 *
 * A node of another driver is left out. A node that cannot be opened is
 * listed with its error, because it may be a DSP.
 *
 * Return: the number of entries there are, possibly more than @count;
 * -EACCES or another error of opendir(3) except -ENOENT.
 */
int qda_device_list(struct qda_device_entry *entries, int count);

/**
 * qda_device_open() - open a DSP
 * @name: its domain ("cdsp"), or the path of its node, or NULL for the first
 * @dev: where to put the device
 *
 * Return: 0; -ENODEV if there is no such DSP; -EACCES if there is a node that
 * this user must not open; -ENOTTY if the path is no node of the qda driver;
 * -ENOMEM; for a path also errors of open(2).
 */
int qda_device_open(const char *name, struct qda_device **dev);

/**
 * qda_device_wait() - open a DSP, if need be when it appears
 * @name: as for qda_device_open()
 * @timeout_ns: how long to wait for it
 * @dev: where to put the device
 *
 * Sleeps until the kernel makes the node; a node without permission is
 * waited for too, because its owner and mode are set after it is made.
 *
 * Return: 0; -ETIMEDOUT, or -EACCES if in the end only permission was
 * missing; -EINTR if a signal handler ran; -EINVAL for a negative time;
 * errors of inotify_init1(2) and of qda_device_open().
 */
int qda_device_wait(const char *name, int64_t timeout_ns,
		    struct qda_device **dev);

/** qda_device_close() - close a DSP; sessions left open are closed with it */
void qda_device_close(struct qda_device *dev);

/**
 * qda_device_set_bank_wait() - say how long new sessions wait for a bank
 * @dev: the DSP
 * @timeout_ns: limit for each; or %QDA_NO_WAIT, which it is at first
 *
 * Each session takes a context bank, of which a DSP has few for all programs.
 * When none is free, functions that open a session, qda_log_open() too, sleep
 * until another session closes.
 *
 * Return: 0; -EINVAL for any other negative time.
 */
int qda_device_set_bank_wait(struct qda_device *dev, int64_t timeout_ns);

/** qda_device_path() - path of the node that was opened */
const char *qda_device_path(const struct qda_device *dev);

/** qda_device_fd() - file descriptor of the node; stays the device's own */
int qda_device_fd(const struct qda_device *dev);

/**
 * qda_device_info() - ask for facts about a DSP, fresh from the kernel
 * @dev: the DSP
 * @info: where to put them
 * @size: sizeof(*info)
 *
 * What the library does not know of a larger @info is zero.
 *
 * Return: 0; -ENODEV if the DSP is gone.
 */
int qda_device_info(struct qda_device *dev, struct qda_device_info *info,
		    size_t size);

/**
 * qda_device_capabilities() - ask what a DSP can do
 * @dev: the DSP
 * @values: room for @count values; value k is attribute k of Qualcomm's
 *	remote.h, for example 1 unsigned PD, 3 HVX, 6 architecture
 * @count: at most %QDA_CAPABILITIES
 *
 * The kernel asks the DSP once; that needs a free context bank for a moment.
 *
 * Return: 0; -EUSERS if no bank is free; -EREMOTEIO or -ETIMEDOUT if the DSP
 * does not tell; -ENODEV; -EINVAL.
 */
int qda_device_capabilities(struct qda_device *dev, uint32_t *values,
			    unsigned int count);

/* ------------------------------------------------------------ sessions -- */

/**
 * enum qda_session_attrs - attributes of a new process on the DSP
 */
enum qda_session_attrs {
	/** @QDA_SESSION_DEBUG: it may be debugged */
	QDA_SESSION_DEBUG = 1 << 0,
	/** @QDA_SESSION_UNSIGNED: it runs code without a signature */
	QDA_SESSION_UNSIGNED = 1 << 3,
	/** @QDA_SESSION_SYSTEM: it is a process of the system; only for root */
	QDA_SESSION_SYSTEM = 1 << 5,
	/** @QDA_SESSION_PRIVILEGED: it has more rights; only for root */
	QDA_SESSION_PRIVILEGED = 1 << 6,
};

/**
 * enum qda_session_kind - processes that exist without being created
 */
enum qda_session_kind {
	/** @QDA_SESSION_ROOT: the DSP's operating system */
	QDA_SESSION_ROOT = 0,
	/** @QDA_SESSION_SENSORS: the sensors' process */
	QDA_SESSION_SENSORS,
	/** @QDA_SESSION_AUDIO: the audio process */
	QDA_SESSION_AUDIO,
};

/**
 * qda_session_create() - start a process on the DSP and open a session on it
 * @dev: the DSP
 * @attrs: mask of &enum qda_session_attrs; ordinary users need
 *	%QDA_SESSION_UNSIGNED
 * @session: where to put the session
 * @result: where to put what the DSP said, or NULL
 *
 * The process has an address space of its own: it reaches the buffers of this
 * session's calls and nothing else.
 *
 * Return: 0; -EUSERS if every context bank is taken, and stayed so for as long
 * as qda_device_set_bank_wait() says; -EINTR if a signal handler ran meanwhile
 * (without SA_RESTART); -EPERM for a process that only root may start;
 * -EOPNOTSUPP for an unsigned process on a DSP that takes none; -EREMOTEIO if
 * the DSP refused (see @result); -ETIMEDOUT if it did not answer; -ENODEV,
 * -EINVAL, -ENOMEM.
 */
int qda_session_create(struct qda_device *dev, uint32_t attrs,
		       struct qda_session **session, int32_t *result);

/**
 * struct qda_image - a program for a new process
 */
struct qda_image {
	/** @bo: the buffer that it lies in */
	const struct qda_bo *bo;
	/** @offset: where it starts in @bo */
	uint64_t offset;
	/** @size: its bytes, the signature's behind it included; at most 2 MiB */
	uint64_t size;
	/** @signature_size: how many of them are the signature's, or 0 */
	uint64_t signature_size;
};

/**
 * qda_session_create_image() - the same, with the process' own program
 * @dev: the DSP
 * @attrs: mask of &enum qda_session_attrs
 * @image: the program (ELF); the DSP is done with it when this returns
 * @session: where to put the session
 * @result: where to put what the DSP said, or NULL
 *
 * Return: as qda_session_create(); -EFBIG for a program over 2 MiB; -EINVAL if
 * it does not lie in its buffer, or has a signature that is as long as itself,
 * or that an unsigned process does not take; -EXDEV if the buffer is of another
 * device.
 */
int qda_session_create_image(struct qda_device *dev, uint32_t attrs,
			     const struct qda_image *image,
			     struct qda_session **session, int32_t *result);

/**
 * qda_session_attach() - open a session on a process that exists
 * @dev: the DSP
 * @kind: one of &enum qda_session_kind
 * @session: where to put the session
 * @result: where to put what the DSP said, or NULL
 *
 * Return: as qda_session_create(); -EPERM for everybody but root.
 */
int qda_session_attach(struct qda_device *dev, uint32_t kind,
		       struct qda_session **session, int32_t *result);

/**
 * qda_session_close() - end a session; a created process ends with it
 * @session: the session; gone afterwards, whatever is returned
 *
 * Calls in flight return -ESHUTDOWN.
 *
 * Return: 0; -ENODEV if the DSP has gone and the session with it.
 */
int qda_session_close(struct qda_session *session);

/**
 * qda_session_set_path() - say in which folders modules are
 * @session: the session
 * @path: folders with ':' or ';' between them, or NULL for none
 *
 * They come before the folders that are searched anyway: those of the
 * variables DSP_LIBRARY_PATH and ADSP_LIBRARY_PATH, /usr/lib/dsp/DOMAIN and
 * /usr/lib/dsp. The DSP can read every regular file that lies directly in one
 * of these folders, if its name does not begin with a dot.
 *
 * Return: 0 or -ENOMEM.
 */
int qda_session_set_path(struct qda_session *session, const char *path);

/**
 * qda_session_set_poll() - look for the end of a call before sleeping
 * @session: the session, on a process that was created
 * @on: whether to
 *
 * For many short calls: each spins for up to 50 microseconds, which costs CPU
 * time and saves a wake-up. The DSP is told to say early that it is done.
 *
 * Return: 0; -EOPNOTSUPP for a DSP that is not %QDA_DEVICE_POLL; -EREMOTEIO if
 * the process refused; errors of qda_invoke().
 */
int qda_session_set_poll(struct qda_session *session, int on);

/**
 * qda_session_set_number() - say by which number URIs name a session
 * @session: the session
 * @number: 0, which it is at first, to 3
 *
 * "&_session=1" in a URI is for the program's session 1 on that DSP.
 *
 * Return: 0 or -EINVAL.
 */
int qda_session_set_number(struct qda_session *session, uint32_t number);

/**
 * qda_session_set_ended() - be told when the process of a session has died
 * @session: the session, without a module yet
 * @ended: called once, on the session's thread, with -ECONNABORTED for the
 *	process, or -ECONNRESET or -ENODEV for the whole DSP; it must not close
 *	the session. Never called for one that is closed
 * @context: for @ended
 */
void qda_session_set_ended(struct qda_session *session,
			   void (*ended)(void *context, int error),
			   void *context);

/**
 * struct qda_mapper - memory that code on the DSP has mapped, by its number
 */
struct qda_mapper {
	/** @map: map what code calls @number, @size bytes or more; 0 or an AEE code */
	int32_t (*map)(void *context, uint32_t number, uint32_t size);
	/** @unmap: code has no use for it any more; the same */
	int32_t (*unmap)(void *context, uint32_t number);
};

/**
 * qda_session_set_mapper() - let code on the DSP have memory mapped
 * @session: the session, without a module yet
 * @mapper: what to call, on the session's thread, when HAP_mmap() there is given
 *	a number that is not mapped; it stays. It maps as qda_map_create_how()
 *	does with that number, and must not close the session
 * @context: for @mapper
 *
 * The DSP is not trusted: look whether it may have the memory.
 */
void qda_session_set_mapper(struct qda_session *session,
			    const struct qda_mapper *mapper, void *context);

/** qda_session_id() - the kernel's number of the session, never 0 */
uint32_t qda_session_id(const struct qda_session *session);

/* ------------------------------------------------------------- buffers -- */

/**
 * qda_bo_create() - make a buffer that CPU and DSP share
 * @dev: the DSP
 * @size: bytes wanted, 1 byte to 4 GiB
 * @bo: where to put the buffer
 *
 * The memory is zero. All sessions of @dev can use it.
 *
 * Return: 0; -EINVAL for @size; -ENOMEM; -ENODEV.
 */
int qda_bo_create(struct qda_device *dev, uint64_t size, struct qda_bo **bo);

/**
 * qda_bo_export() - make a dma-buf of a buffer
 * @bo: the buffer
 *
 * For another process or another device, of this or any other driver; the
 * memory lives as long as anybody has it.
 *
 * Return: a file descriptor, the caller's own, closed by exec(3); -EMFILE;
 * -ENOMEM; -ENODEV.
 */
int qda_bo_export(struct qda_bo *bo);

/**
 * qda_bo_import() - make a buffer of a dma-buf
 * @dev: the DSP
 * @fd: the dma-buf; may be closed afterwards
 * @bo: where to put the buffer
 *
 * The memory of a camera, a GPU, a dma-heap, or of another DSP or process. It
 * is a buffer like one of qda_bo_create(), also if @dev has this memory as
 * another buffer already: each is closed for itself. Calls wait for fences of
 * others that use the memory. Where CPU and exporter do not see the same
 * caches, writing through qda_bo_map() needs DMA_BUF_IOCTL_SYNC around it.
 *
 * Whether the DSP can see the memory as one range shows when it is first used.
 *
 * Return: 0; -EBADF or -EINVAL if @fd is no dma-buf; -ENOMEM; -ENODEV.
 */
int qda_bo_import(struct qda_device *dev, int fd, struct qda_bo **bo);

/**
 * qda_bo_map() - give the buffer an address in this process
 * @bo: the buffer
 * @address: where to put the address
 *
 * Once mapped, the same address is returned until qda_bo_unmap(), to all
 * threads.
 *
 * Return: 0, or errors of mmap(2); -ENODEV if the DSP is gone.
 */
int qda_bo_map(struct qda_bo *bo, void **address);

/** qda_bo_unmap() - take the address away again; nothing if there is none */
void qda_bo_unmap(struct qda_bo *bo);

/** qda_bo_size() - bytes of the buffer, a multiple of the page size */
uint64_t qda_bo_size(const struct qda_bo *bo);

/** qda_bo_handle() - GEM handle of the buffer on its device's descriptor */
uint32_t qda_bo_handle(const struct qda_bo *bo);

/**
 * qda_bo_close() - unmap and drop a buffer
 * @bo: the buffer; gone afterwards, whatever is returned
 *
 * A call or a map that still uses it keeps the memory, not the address.
 *
 * Return: 0, or an error of the kernel that no correct program sees.
 */
int qda_bo_close(struct qda_bo *bo);

/* ---------------------------------------------------------------- maps -- */

/**
 * enum qda_map_kind - when and how a process sees a part of a buffer
 */
enum qda_map_kind {
	/** @QDA_MAP_STATIC: at once; calls find it at the same address */
	QDA_MAP_STATIC = 0,
	/** @QDA_MAP_NUMBER: at once; code finds it by its number */
	QDA_MAP_NUMBER = 2,
	/** @QDA_MAP_DELAYED: when code asks for its number */
	QDA_MAP_DELAYED = 3,
	/** @QDA_MAP_KNOWN: not at all; the DSP knows number and place */
	QDA_MAP_KNOWN = 16,
};

/**
 * struct qda_map_how - what qda_map_create_how() is to make
 */
struct qda_map_how {
	/** @offset: of the part in its buffer, a multiple of 4096 */
	uint64_t offset;
	/** @size: of the part, a multiple of 4096 */
	uint64_t size;
	/** @kind: one of &enum qda_map_kind */
	uint32_t kind;
	/** @number: for code on the DSP; 0: qda_bo_handle() of the buffer */
	uint32_t number;
};

/**
 * qda_map_create_how() - the same, with a number and a kind of one's own
 * @session: the session
 * @bo: the buffer
 * @how: what to make
 * @map: where to put the map
 * @result: where to put what the DSP said, or NULL
 *
 * Return: as qda_map_create().
 */
int qda_map_create_how(struct qda_session *session, struct qda_bo *bo,
		       const struct qda_map_how *how, struct qda_map **map,
		       int32_t *result);

/**
 * qda_map_create() - let a process see a part of a buffer until it is closed
 * @session: the session of the process
 * @bo: the buffer
 * @offset: where the part starts, a multiple of 4096
 * @size: its bytes, a multiple of 4096
 * @map: where to put the map
 * @result: where to put what the DSP said, or NULL
 *
 * Arguments of calls need none. It is for memory that code on the DSP uses
 * between calls, such as a model's weights: HAP_mmap_get() finds it there by
 * the number qda_bo_handle(), which a method gets as an argument of its own or
 * by qda_arg_in_handle().
 *
 * Return: 0; -EINVAL if the part does not lie in @bo or is not whole pages;
 * -EOPNOTSUPP if the DSP cannot see it as one range; -EXDEV if @bo is of
 * another device; -EREMOTEIO if the DSP refused (see @result); -ETIMEDOUT if it
 * did not answer, it has the memory then until the session ends; -ENOMEM;
 * -ESHUTDOWN, -ECONNABORTED, -ECONNRESET and -ENODEV as for qda_invoke().
 */
int qda_map_create(struct qda_session *session, struct qda_bo *bo,
		   uint64_t offset, uint64_t size, struct qda_map **map,
		   int32_t *result);

/** qda_map_address() - where the process sees the part: an address of the DSP */
uint64_t qda_map_address(const struct qda_map *map);

/**
 * qda_map_close() - take the part away again
 * @map: the map; gone afterwards, whatever is returned
 *
 * Return: 0; -EREMOTEIO if the DSP did not want to, or -ETIMEDOUT if it did not
 * answer, it has the memory then until the session ends; -ESHUTDOWN,
 * -ECONNABORTED, -ECONNRESET and -ENODEV as for qda_invoke().
 */
int qda_map_close(struct qda_map *map);

/* --------------------------------------------------------------- calls -- */

/**
 * struct qda_arg - one argument of a call, made by the qda_arg functions
 */
struct qda_arg {
	/** @addr: address, or offset in @bo */
	uint64_t addr;
	/** @size: bytes */
	uint64_t size;
	/** @bo: the buffer, or NULL for bytes */
	const struct qda_bo *bo;
	/** @kind: input, output, input handle, output handle */
	uint32_t kind;
	/** @number: of a handle, for code on the DSP; 0: qda_bo_handle() of the buffer */
	uint32_t number;
};

/** qda_arg_in() - @size bytes at @data, copied to the DSP */
struct qda_arg qda_arg_in(const void *data, size_t size);

/** qda_arg_out() - room for @size bytes at @data, copied from the DSP */
struct qda_arg qda_arg_out(void *data, size_t size);

/** qda_arg_in_bo() - a part of a buffer that the DSP reads in place */
struct qda_arg qda_arg_in_bo(const struct qda_bo *bo, uint64_t offset,
			     uint64_t size);

/** qda_arg_out_bo() - a part of a buffer that the DSP writes in place */
struct qda_arg qda_arg_out_bo(const struct qda_bo *bo, uint64_t offset,
			      uint64_t size);

/** qda_arg_in_handle() - a part of a buffer passed as an input DMA handle */
struct qda_arg qda_arg_in_handle(const struct qda_bo *bo, uint64_t offset,
				 uint64_t size);

/** qda_arg_out_handle() - a part of a buffer passed as an output DMA handle */
struct qda_arg qda_arg_out_handle(const struct qda_bo *bo, uint64_t offset,
				  uint64_t size);

/**
 * qda_arg_with_number() - a DMA handle that code on the DSP knows by another number
 * @arg: of qda_arg_in_handle() or qda_arg_out_handle()
 * @number: as &qda_map_params.number of its mapping; 0: qda_bo_handle() of the buffer
 *
 * Return: the argument.
 */
struct qda_arg qda_arg_with_number(struct qda_arg arg, uint32_t number);

/**
 * qda_invoke() - call a method of a remote object and wait for it
 * @session: the session
 * @handle: the remote object
 * @method: number of the method, 0 to 31
 * @args: the arguments; inputs, outputs and handles may be mixed, each kind
 *	keeps its order
 * @count: number of arguments
 * @timeout_ns: how long to wait
 * @result: where to put what the method returned, or NULL
 *
 * The method runs at most once. After -ETIMEDOUT it may still be running.
 *
 * Bytes of the caller go through a buffer of the library, up to 64 MiB. That costs
 * a copy on either side: put large data into buffers.
 *
 * Return: 0 if the method ran; -E2BIG for too many arguments or bytes; -EINVAL
 * for @method, @timeout_ns, a made-up argument or one outside its buffer;
 * -EXDEV for a buffer of another device; -EPERM for @handle 1; -ETIMEDOUT;
 * -EOPNOTSUPP for a buffer that the DSP cannot see as one range, an import;
 * -ESHUTDOWN if the session was closed meanwhile; -ECONNABORTED if its process
 * on the DSP has died; -ECONNRESET if the DSP went away; -EBADMSG if its answer
 * makes no sense; -ENODEV, -ENOMEM.
 */
int qda_invoke(struct qda_session *session, uint32_t handle, uint32_t method,
	       const struct qda_arg *args, unsigned int count,
	       int64_t timeout_ns, int32_t *result);

/* ----------------------------------------- calls that are not waited for -- */

struct qda_job;
struct qda_pipe;

/**
 * struct qda_call - a call, to be submitted
 */
struct qda_call {
	/** @handle: the remote object */
	uint32_t handle;
	/** @method: number of the method, 0 to 31 */
	uint32_t method;
	/** @args: the arguments, as for qda_invoke() */
	const struct qda_arg *args;
	/** @count: how many */
	unsigned int count;
};

/**
 * struct qda_submit - how calls are submitted; what is 0 is as usual
 */
struct qda_submit {
	/** @timeout_ns: when they are given up; 0: in 10 seconds; at most 60 */
	int64_t timeout_ns;
	/** @after: job of the same device that has to be over before, or NULL */
	const struct qda_job *after;
	/** @queue: 0 to 7; calls of one queue run in order */
	uint32_t queue;
	/** @implicit: wait for other users of the buffers, and let them wait */
	uint32_t implicit;
	/** @reserved: 0 */
	uint64_t reserved;
};

/**
 * qda_submit() - submit calls, and do not wait for them
 * @session: the session
 * @how: how
 * @calls: the calls, all or none of which are submitted
 * @count: how many: less than calls_max of struct qda_device_info, as the library has
 *	one call of its own in flight while modules are open
 * @job: where to put the job, for qda_wait() or qda_job_close()
 *
 * It waits if the session has no room for more calls. @calls and their arguments are
 * not needed after this, but the bytes of outputs are until qda_wait().
 *
 * Many calls in one job cost one system call, and one sleep if somebody waits. Each
 * still is a message to the DSP and an answer: what needs less than that does not go
 * through calls, but through memory that both see.
 *
 * Return: 0, or an error of qda_invoke(); then nothing was submitted.
 */
int qda_submit(struct qda_session *session, const struct qda_submit *how,
	       const struct qda_call *calls, unsigned int count,
	       struct qda_job **job);

/**
 * qda_wait() - wait for a job
 * @job: the job; it is gone after this, unless this returns -ETIMEDOUT
 * @timeout_ns: how long to wait
 * @results: room for what each method returned, or NULL
 *
 * Return: 0 if all methods ran; -ETIMEDOUT if they still do; or the error of the first
 * call that did not: -ETIME if its time was over, -ECANCELED if the session was closed,
 * -ECONNABORTED, -ECONNRESET, -EBADMSG as qda_invoke().
 */
int qda_wait(struct qda_job *job, int64_t timeout_ns, int32_t *results);

/** qda_job_close() - do not wait for a job; its calls go on, outputs are lost */
void qda_job_close(struct qda_job *job);

/** typedef qda_pipe_done - a call of a pipe is over: error of qda_wait(), and result */
typedef void (*qda_pipe_done)(void *data, int error, int32_t result);

/**
 * qda_pipe_open() - keep a number of calls in flight
 * @session: the session, which has to outlive the pipe
 * @queue: queue for them, 0 to 7
 * @depth: how many, less than calls_max of struct qda_device_info
 * @pipe: where to put the pipe; for one thread at a time
 *
 * Return: 0, -EINVAL, -ENOMEM.
 */
int qda_pipe_open(struct qda_session *session, uint32_t queue,
		  unsigned int depth, struct qda_pipe **pipe);

/**
 * qda_pipe_push() - submit one call more
 * @pipe: the pipe
 * @call: the call
 * @timeout_ns: when it is given up
 * @done: called when it is over, from here or qda_pipe_drain(); or NULL
 * @data: for @done
 *
 * If there are as many as the pipe may have, and not one is over, this waits for half of
 * them: each time that a thread sleeps costs about as much as a call.
 *
 * Return: as qda_submit().
 */
int qda_pipe_push(struct qda_pipe *pipe, const struct qda_call *call,
		  int64_t timeout_ns, qda_pipe_done done, void *data);

/** qda_pipe_drain() - wait for all calls of a pipe */
void qda_pipe_drain(struct qda_pipe *pipe);

/** qda_pipe_close() - the same, and free the pipe */
void qda_pipe_close(struct qda_pipe *pipe);

/* ------------------------------------------------------------- modules -- */

/**
 * qda_module_open() - load code into a session's process
 * @session: the session
 * @name: name NAME of libNAME_skel.so, or a URI of FastRPC's form; for a name
 *	the file's own URI is taken, if it has one: NAME_skel_handle_invoke_uri
 * @module: where to put the module
 * @result: where to put what the DSP said, or NULL
 * @text: where to put words about a failure, or NULL; after success they say
 *	that the file is made for a later Hexagon than the DSP is, or are ""
 * @size: bytes at @text; %QDA_TEXT_SIZE is enough
 *
 * A URI may say where the module is to run: "&_dom=" names a DSP, and
 * "&_session=" the number of a session, see qda_session_set_number().
 *
 * The DSP asks this machine for the file, and the session's thread gives it,
 * see qda_session_set_path(). What the DSP has built in needs no file. If the
 * file is in none of the folders, @text names it and them.
 *
 * Return: 0; -EREMOTEIO if the DSP could not load it (see @result, @text);
 * -EINVAL for a @name that cannot be one, or a URI with a folder, or a DSP or
 * session that cannot be one (see @text); -EXDEV for a URI that is for another
 * DSP or session (see @text); -ENAMETOOLONG; -EAGAIN if there can be no thread;
 * errors of qda_invoke().
 */
int qda_module_open(struct qda_session *session, const char *name,
		    struct qda_module **module, int32_t *result, char *text,
		    size_t size);

/**
 * qda_uri_target() - where the module of a URI is to run
 * @uri: the URI; or the name of a module, which runs anywhere
 * @domain: where to put the DSP's name, "" if the URI does not name one
 * @session: where to put the number of the session, 0 if it does not name one
 * @text: where to put words about a URI that makes no sense, or NULL
 * @size: bytes at @text; %QDA_TEXT_SIZE is enough
 *
 * Return: 0; -EINVAL or -ENAMETOOLONG as for qda_module_open().
 */
int qda_uri_target(const char *uri, char domain[QDA_DOMAIN_SIZE],
		   uint32_t *session, char *text, size_t size);

/**
 * qda_module_call() - call a method of a module; qda_invoke() on its handle
 * @module: the module
 * @method: number of the method; a module's own methods begin with 2
 * @args: the arguments
 * @count: number of arguments
 * @timeout_ns: how long to wait
 * @result: where to put what the method returned, or NULL
 *
 * Return: as qda_invoke().
 */
int qda_module_call(struct qda_module *module, uint32_t method,
		    const struct qda_arg *args, unsigned int count,
		    int64_t timeout_ns, int32_t *result);

/** qda_module_handle() - the DSP's number of the module */
uint32_t qda_module_handle(const struct qda_module *module);

/**
 * qda_module_path() - the file that the DSP has got
 * @module: the module
 *
 * Return: path of the file that this library gave to the DSP, valid as long
 * as @module; NULL if the module is one that the DSP has built in.
 */
const char *qda_module_path(const struct qda_module *module);

/**
 * qda_module_isa() - the Hexagon version that the file was made for
 * @module: the module
 *
 * Return: for example 68; 0 if there is no file, or it does not tell.
 */
uint32_t qda_module_isa(const struct qda_module *module);

/**
 * qda_module_method() - number of a method by its name
 * @module: the module
 * @name: name of the method
 *
 * Return: the number, for qda_module_call(); -ENOENT if the module's file
 * names no such method, or there is no file.
 */
int qda_module_method(const struct qda_module *module, const char *name);

/**
 * qda_module_method_text() - what the module's file says about a method
 * @module: the module
 * @index: 0 for the first method that it names, 1 for the next
 *
 * Return: "NUMBER NAME[ ARGUMENT]...", for example "2 sum in:u32[] out:i64",
 * as qda(1) explains it; valid as long as @module; NULL if there is no more.
 */
const char *qda_module_method_text(const struct qda_module *module,
				   unsigned int index);

/**
 * qda_module_close() - unload a module
 * @module: the module; gone afterwards, whatever is returned
 *
 * Return: 0; -EREMOTEIO if the DSP did not want to; errors of qda_invoke().
 */
int qda_module_close(struct qda_module *module);

/* ----------------------------------------------------------------- log -- */

/**
 * qda_log_open() - begin to read the log of a DSP
 * @dev: the DSP
 * @log: where to put the log
 * @result: where to put what the DSP said, or NULL
 *
 * The log has what code on the DSP prints with FARF, in all processes, and
 * how processes ended. Reading begins with the oldest line that the DSP still
 * has. It takes a session on the root PD, with a thread.
 *
 * Return: 0; -EPERM for everybody but root; -EOPNOTSUPP if the DSP has no log
 * that programs can read; -EREMOTEIO if it refused (see @result); -EBADMSG if
 * its answer makes no sense; errors of qda_session_attach() and qda_invoke().
 */
int qda_log_open(struct qda_device *dev, struct qda_log **log, int32_t *result);

/**
 * qda_log_read() - read a line
 * @log: the log; one thread at a time
 * @text: where to put the line, without its end, printable characters only
 * @size: bytes at @text, at least 2; %QDA_TEXT_SIZE is enough. A longer line
 *	comes in pieces.
 * @wait: not 0 to sleep until there is one
 *
 * Return: 0; -EAGAIN if there is none and @wait is 0; -EINVAL for a smaller
 * @size; -ECONNRESET or -ENODEV
 * if the DSP went away; other errors of qda_invoke().
 */
int qda_log_read(struct qda_log *log, char *text, size_t size, int wait);

/**
 * qda_log_close() - end reading
 * @log: the log; gone afterwards, whatever is returned
 *
 * Return: as qda_session_close().
 */
int qda_log_close(struct qda_log *log);

/* -------------------------------------------------------------- errors -- */

/**
 * enum qda_context - what was tried when an error came
 */
enum qda_context {
	/** @QDA_CONTEXT_OPEN: qda_device_open(), qda_device_wait() */
	QDA_CONTEXT_OPEN,
	/** @QDA_CONTEXT_QUERY: qda_device_info(), qda_device_capabilities() */
	QDA_CONTEXT_QUERY,
	/** @QDA_CONTEXT_SESSION: creating, attaching, closing a session */
	QDA_CONTEXT_SESSION,
	/** @QDA_CONTEXT_BO: making, sharing or mapping a buffer */
	QDA_CONTEXT_BO,
	/** @QDA_CONTEXT_CALL: qda_invoke(), qda_module_call() */
	QDA_CONTEXT_CALL,
	/** @QDA_CONTEXT_MODULE: qda_module_open(), qda_module_close() */
	QDA_CONTEXT_MODULE,
	/** @QDA_CONTEXT_LOG: qda_log_open(), qda_log_read() */
	QDA_CONTEXT_LOG,
	/** @QDA_CONTEXT_MAP: making or closing a map */
	QDA_CONTEXT_MAP,
};

/**
 * qda_error_text() - cause and remedy of an error, as part of a sentence
 * @context: what was tried
 * @error: the -errno that a function returned
 *
 * Return: a constant text without a full stop, never NULL.
 */
const char *qda_error_text(enum qda_context context, int error);

/**
 * qda_result_text() - what a DSP's result means
 * @result: the result; AEE codes are known with and without 0x80000400
 *
 * Return: a constant text without a full stop, never NULL.
 */
const char *qda_result_text(int32_t result);

#ifdef __cplusplus
}
#endif

#endif /* QDA_H */
