/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */

#ifndef BOARD_H
#define BOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_DSPS_MAX	4	/* eight mailbox channels, two per DSP */
#define BOARD_BANKS_MAX	14	/* stream 0 is unused, stream 15 fetches the firmware */
#define BOARD_LABEL_MAX	16

/* What QEMU's "virt" machine fixes (docs/system/arm/virt, hw/arm/virt.c). */
#define BOARD_RAM_BASE		0x40000000ull	/* offset 0 of the RAM file */
#define BOARD_GICD_BASE		0x08000000ull
#define BOARD_UART1_BASE	0x09040000ull	/* its data register is the guest's doorbell */
#define BOARD_SMMU_BASE		0x09050000ull
#define BOARD_SMMU_EVENT_SPI	74u

/* SMEM item numbers that the kernel's drivers fix. */
#define BOARD_ITEM_CRASH_REASON		423u	/* global partition; qcom_q6v5_adsp */
#define BOARD_ITEM_GLINK_DESCRIPTOR	478u	/* DSP partition; rpmsg/qcom_glink_smem.c */
#define BOARD_ITEM_GLINK_FIFO_APPS	479u	/* APPS to DSP, allocated by APPS */
#define BOARD_ITEM_GLINK_FIFO_DSP	480u	/* DSP to APPS, allocated by the DSP */
#define BOARD_ITEM_COUNT		512u	/* item numbers are below this */
#define BOARD_FIFO_SIZE			0x4000u	/* bytes of either GLINK FIFO */

/* The firmware starts with this text, then the DSP's label, each NUL padded to 16 bytes. */
#define BOARD_FIRMWARE_MAGIC	"qda vdsp"
#define BOARD_FIRMWARE_FIELD	16u

/* struct board_window - A range of guest physical addresses. */
struct board_window {
	uint64_t base;
	uint64_t size;
};

/* struct board_span - A range inside the SMEM region; offset from its start. */
struct board_span {
	uint32_t offset;
	uint32_t size;
};

/*
 * struct board_dsp - One DSP. The first group stands in the board file, the
 * rest follows from it and from the DSP's place in the file.
 */
struct board_dsp {
	char label[BOARD_LABEL_MAX];	/* "adsp", "cdsp" or "sdsp" */
	unsigned int arch;		/* what it says it is: 0x68 is v68 */
	unsigned int banks;		/* compute-cb nodes; bank n has SID n, 1 <= n <= banks */
	unsigned int sessions;		/* sessions per bank (qcom,nsessions) */
	bool non_secure;		/* qcom,non-secure-domain */
	bool no_reg;			/* the banks lack reg, against the binding */
	bool late_iommu;		/* the IOMMU of bank 2 never comes */
	bool vmids;			/* qcom,vmids: secure firmware assigns memory */

	unsigned int index;		/* 0 is the first DSP of the file */
	unsigned int pid;		/* SMEM host and smp2p process id; APPS is 0 */
	uint32_t stream_base;		/* SMMU stream of SID s is stream_base | s */
	uint32_t stream_firmware;	/* SMMU stream that fetches the firmware */
	unsigned int mbox_glink;	/* mailbox channel n: the byte 1 << n on the doorbell */
	unsigned int mbox_smp2p;
	unsigned int spi_glink;		/* SPI numbers; the GIC's interrupt id is SPI + 32 */
	unsigned int spi_smp2p;
	unsigned int spi_watchdog;
	unsigned int item_smp2p_in;	/* written by the DSP ("slave-kernel") */
	unsigned int item_smp2p_out;	/* written by APPS ("master-kernel") */
	unsigned int reset;		/* line of the AOSS reset controller */
	struct board_span partition;	/* SMEM partition of the hosts {0, pid} */
	struct board_window regs;	/* QDSP6SS registers */
	struct board_window halt;	/* halt registers */
	struct board_window memory;	/* where the firmware is loaded */
};

/* struct board - One board, as its file describes it, and what follows. */
struct board {
	char name[64];			/* file name without folder and ".board" */
	unsigned int cpus;
	uint64_t ram_size;		/* bytes; the RAM file has this size */
	bool poll;			/* the guest asks for FastRPC poll mode */
	bool coherent;			/* DSPs see the CPU's caches, says the device tree */
	bool hexagon;			/* PDs run Hexagon code; else built-in methods only */
	unsigned int sid_shift;		/* SID in a device address: 32 or, on kaanapali, 56 */
	unsigned int dsp_count;
	struct board_dsp dsp[BOARD_DSPS_MAX];

	struct board_window smem;	/* the SMEM region; ends with the 4 KiB table of contents */
	struct board_window registers;	/* all register windows in RAM: mutex, reset, DSPs */
	struct board_window mutex;	/* TCSR hardware mutex */
	struct board_window aoss;	/* AOSS reset controller */
	struct board_span global;	/* SMEM partition of the hosts {0xfffe, 0xfffe} */
	uint32_t toc_offset;		/* partition table, from the start of SMEM */
};

int board_load(struct board *b, const char *path, char *error, size_t error_size);
int board_parse(struct board *b, const char *path, const char *text, char *error,
		size_t error_size);
const struct board_dsp *board_find_dsp(const struct board *b, const char *label);

/* Offset in the RAM file of the guest physical address @phys. */
static inline uint64_t board_ram_offset(uint64_t phys)
{
	return phys - BOARD_RAM_BASE;
}

#endif
