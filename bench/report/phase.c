// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
#include <fnmatch.h>
#include <string.h>

#include "report/phase.h"

#define PHASE_LENGTH(a) (sizeof(a) / sizeof((a)[0]))

const char *const phase_names[PHASES] = {
	[PHASE_USER] = "user space",
	[PHASE_DRIVER] = "driver",
	[PHASE_DRM] = "DRM core",
	[PHASE_SYSCALL] = "system call",
	[PHASE_TRANSPORT] = "transport",
	[PHASE_SCHEDULER] = "scheduler",
	[PHASE_INTERRUPT] = "interrupts",
	[PHASE_MEMORY] = "memory, IOMMU",
	[PHASE_LOCK] = "locks",
	[PHASE_REST] = "rest",
	[PHASE_NOISE] = "clock ticks, idling, spinning",
};

/*
 * Which phase a function belongs to, by its name; the first that fits counts. What the
 * board does without a call, and what grows with the time that a host takes, is noise.
 */
static const struct {
	enum phase phase;
	const char *pattern;
} phase_patterns[] = {
	{ PHASE_NOISE, "queued_spin_lock_slowpath" },
	{ PHASE_NOISE, "*tick*" },
	{ PHASE_NOISE, "*idle*" },
	{ PHASE_NOISE, "*timekeep*" },
	{ PHASE_NOISE, "*hrtimer*" },
	{ PHASE_NOISE, "*sched_balance*" },
	{ PHASE_NOISE, "*lb_stats*" },
	{ PHASE_NOISE, "*tmigr*" },
	{ PHASE_NOISE, "*walk_groups*" },
	{ PHASE_NOISE, "*clockevents*" },
	{ PHASE_NOISE, "update_process_times" },
	{ PHASE_NOISE, "update_vsyscall" },
	{ PHASE_NOISE, "run_posix_cpu_timers" },
	{ PHASE_NOISE, "rcu_*" },
	{ PHASE_NOISE, "*_gp_*" },
	{ PHASE_NOISE, "*vm_stats*" },
	{ PHASE_NOISE, "*softirq*" },
	{ PHASE_NOISE, "arch_timer*" },
	{ PHASE_NOISE, "*timer_base*" },
	{ PHASE_NOISE, "ktime_get_update*" },
	{ PHASE_LOCK, "*spin_*lock*" },
	{ PHASE_LOCK, "*spin_trylock*" },
	{ PHASE_LOCK, "*srcu*" },
	{ PHASE_LOCK, "down_*" },
	{ PHASE_LOCK, "up_*" },
	{ PHASE_LOCK, "*mutex*" },
	{ PHASE_LOCK, "rwsem*" },
	{ PHASE_TRANSPORT, "*glink*" },
	{ PHASE_TRANSPORT, "rpmsg*" },
	{ PHASE_TRANSPORT, "mbox*" },
	{ PHASE_TRANSPORT, "msg_submit" },
	{ PHASE_TRANSPORT, "tx_tick" },
	{ PHASE_TRANSPORT, "*apcs*" },
	{ PHASE_TRANSPORT, "*regmap*" },
	{ PHASE_TRANSPORT, "memcpy_*io" },
	{ PHASE_TRANSPORT, "*radix_tree*" },
	{ PHASE_DRM, "drm*" },
	{ PHASE_DRM, "accel_*" },
	{ PHASE_SYSCALL, "*syscall*" },
	{ PHASE_SYSCALL, "*svc*" },
	{ PHASE_SYSCALL, "el0t*" },
	{ PHASE_SYSCALL, "__arm64_sys*" },
	{ PHASE_SYSCALL, "*fdget*" },
	{ PHASE_SYSCALL, "*ioctl*" },
	{ PHASE_SYSCALL, "tomoyo*" },
	{ PHASE_SYSCALL, "security*" },
	{ PHASE_SYSCALL, "hook_file*" },
	{ PHASE_SYSCALL, "*copy_from_user*" },
	{ PHASE_SYSCALL, "*copy_to_user*" },
	{ PHASE_SYSCALL, "*object_size*" },
	{ PHASE_SYSCALL, "check_stack_object" },
	{ PHASE_SYSCALL, "*user_mode*" },
	{ PHASE_SYSCALL, "ret_to_user" },
	{ PHASE_INTERRUPT, "*irq*" },
	{ PHASE_INTERRUPT, "gic*" },
	{ PHASE_INTERRUPT, "el1*" },
	{ PHASE_INTERRUPT, "*interrupt*" },
	{ PHASE_INTERRUPT, "*kernel_mode*" },
	{ PHASE_INTERRUPT, "ret_to_kernel" },
	{ PHASE_INTERRUPT, "vectors" },
	{ PHASE_SCHEDULER, "*sched*" },
	{ PHASE_SCHEDULER, "*_fair" },
	{ PHASE_SCHEDULER, "*psi_*" },
	{ PHASE_SCHEDULER, "*load_avg*" },
	{ PHASE_SCHEDULER, "*enqueue*" },
	{ PHASE_SCHEDULER, "*dequeue*" },
	{ PHASE_SCHEDULER, "*wake*" },
	{ PHASE_SCHEDULER, "*ttwu*" },
	{ PHASE_SCHEDULER, "*switch*" },
	{ PHASE_SCHEDULER, "*_curr*" },
	{ PHASE_SCHEDULER, "update_se" },
	{ PHASE_SCHEDULER, "*_rq*" },
	{ PHASE_SCHEDULER, "*vruntime*" },
	{ PHASE_SCHEDULER, "*eevdf*" },
	{ PHASE_SCHEDULER, "*_entity*" },
	{ PHASE_SCHEDULER, "entity_*" },
	{ PHASE_SCHEDULER, "*pelt*" },
	{ PHASE_SCHEDULER, "*cpuacct*" },
	{ PHASE_SCHEDULER, "*work*" },
	{ PHASE_SCHEDULER, "*pwq*" },
	{ PHASE_SCHEDULER, "kick_pool*" },
	{ PHASE_SCHEDULER, "*fpsimd*" },
	{ PHASE_SCHEDULER, "*wait*" },
	{ PHASE_SCHEDULER, "complete*" },
	{ PHASE_SCHEDULER, "dl_server*" },
	{ PHASE_MEMORY, "*alloc*" },
	{ PHASE_MEMORY, "*free*" },
	{ PHASE_MEMORY, "*iommu*" },
	{ PHASE_MEMORY, "*smmu*" },
	{ PHASE_MEMORY, "*lpae*" },
	{ PHASE_MEMORY, "*iova*" },
	{ PHASE_MEMORY, "*page*" },
	{ PHASE_MEMORY, "*vmap*" },
	{ PHASE_MEMORY, "*vm_area*" },
	{ PHASE_MEMORY, "*rmqueue*" },
	{ PHASE_MEMORY, "*ptes*" },
	{ PHASE_MEMORY, "*dma*" },
	{ PHASE_MEMORY, "sg_*" },
	{ PHASE_MEMORY, "mtree*" },
	{ PHASE_MEMORY, "*migratetype*" },
	{ PHASE_MEMORY, "*vunmap*" },
};

static const char *const phase_drivers[] = { "[qda]", "[qda_legacy]", "[fastrpc]", "[qda_ping]" };

enum phase phase_of(const char *function, const char *module)
{
	for (size_t i = 0; i < PHASE_LENGTH(phase_drivers); i++) {
		if (!strcmp(module, phase_drivers[i]))
			return PHASE_DRIVER;
	}
	for (size_t i = 0; i < PHASE_LENGTH(phase_patterns); i++) {
		if (!fnmatch(phase_patterns[i].pattern, function, 0))
			return phase_patterns[i].phase;
	}
	return PHASE_REST;
}

/* Functions that are entered once for each event, of kernels from 7.3 on. */
static const struct {
	enum event event;
	const char *pattern;
} event_patterns[] = {
	{ EVENT_SYSCALL, "do_el0_svc" },
	{ EVENT_SLAB, "__kmalloc*_noprof" },
	{ EVENT_SLAB, "kmem_cache_alloc*_noprof" },
	{ EVENT_PAGES, "__alloc_frozen_pages_noprof" },
	{ EVENT_IOMMU, "iommu_map_nosync" },
	{ EVENT_IOMMU, "__iommu_unmap" },
	{ EVENT_IOMMU, "arm_smmu_cmdq_issue_cmdlist" },
	{ EVENT_WORK, "__queue_work" },
	{ EVENT_SWITCH, "cpu_switch_to" },
	{ EVENT_MESSAGE, "rpmsg_send" },
	{ EVENT_DOORBELL, "mbox_send_message" },
};

const char *const event_names[EVENTS] = {
	[EVENT_SYSCALL] = "system calls",
	[EVENT_SLAB] = "slab allocations",
	[EVENT_PAGES] = "page allocations",
	[EVENT_IOMMU] = "IOMMU operations",
	[EVENT_WORK] = "work items",
	[EVENT_SWITCH] = "context switches",
	[EVENT_MESSAGE] = "messages",
	[EVENT_DOORBELL] = "doorbells",
};

int event_of(const char *function)
{
	for (size_t i = 0; i < PHASE_LENGTH(event_patterns); i++) {
		if (!fnmatch(event_patterns[i].pattern, function, 0))
			return (int)event_patterns[i].event;
	}
	return -1;
}
