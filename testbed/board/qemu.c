// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors

/*
 * QEMU's arguments, one per line, without the program's name.
 *
 * The tree of `-machine dumpdtb` depends on CPUs and RAM, so both command
 * lines are made here; only the boot has the second UART, because that one
 * belongs to the mailbox and must not be described as a UART.
 */

#include "board.h"
#include "tool.h"

#include <inttypes.h>

#define QEMU_MACHINE "virt,iommu=smmuv3,gic-version=3"

static void qemu_machine(const struct board *b, const struct board_boot *boot, FILE *out)
{
	uint64_t mib = b->ram_size >> 20;

	if (boot->dump)
		fprintf(out, "-machine\n%s,dumpdtb=%s\n", QEMU_MACHINE, boot->dump);
	else
		fprintf(out, "-machine\n%s,memory-backend=ram\n"
			"-object\nmemory-backend-file,id=ram,mem-path=%s,share=on,size=%" PRIu64 "M\n",
			QEMU_MACHINE, boot->ram, mib);
	/* max, not a72: it has PAN, and PAN finds bugs. */
	fprintf(out, "-cpu\nmax\n-smp\n%u\n-m\n%" PRIu64 "M\n", b->cpus, mib);
	fprintf(out, "-nodefaults\n-display\nnone\n-no-reboot\n");
}

/* The vDSP listens; QEMU comes back when the vDSP was restarted. */
static void qemu_vdsp(const struct board_boot *boot, FILE *out)
{
	fprintf(out, "-chardev\nsocket,id=doorbell,path=%s/db.sock,reconnect-ms=100\n"
		"-serial\nchardev:doorbell\n", boot->run);
	fprintf(out, "-chardev\nsocket,id=qtest,path=%s/qt.sock,reconnect-ms=100\n"
		"-qtest\nchardev:qtest\n-qtest-log\nnone\n", boot->run);
	fprintf(out, "-chardev\nsocket,id=control,path=%s/control.sock,reconnect-ms=100\n"
		"-device\nvirtserialport,chardev=control,name=org.qda.vdsp\n", boot->run);
}

/**
 * board_write_qemu() - Write QEMU's arguments, one per line.
 * @boot: what this boot adds
 * @out: where to; the caller checks it for write errors
 */
void board_write_qemu(const struct board *b, const struct board_boot *boot, FILE *out)
{
	qemu_machine(b, boot, out);
	if (boot->dump) {
		fprintf(out, "-serial\nnull\n");
		return;
	}
	fprintf(out, "-global\nvirtio-mmio.force-legacy=false\n-device\nvirtio-serial-device\n");
	fprintf(out, "-chardev\nfile,id=console,path=%s/console.log\n-serial\nchardev:console\n",
		boot->run);
	qemu_vdsp(boot, out);
	fprintf(out, "-chardev\nsocket,id=exec,path=%s/exec.sock\n"
		"-device\nvirtserialport,chardev=exec,name=org.qda.exec\n", boot->run);
	if (boot->share)
		fprintf(out, "-fsdev\nlocal,id=host,path=%s,security_model=none\n"
			"-device\nvirtio-9p-device,fsdev=host,mount_tag=host\n", boot->share);
	if (boot->root)
		fprintf(out, "-fsdev\nlocal,id=root,path=%s,security_model=none,readonly=on\n"
			"-device\nvirtio-9p-device,fsdev=root,mount_tag=root\n", boot->root);
	if (boot->gdb)
		fprintf(out, "-chardev\nsocket,id=gdb,path=%s/gdb.sock,server=on,wait=off\n"
			"-gdb\nchardev:gdb\n-S\n", boot->run);
	fprintf(out, "-kernel\n%s\n-initrd\n%s\n-dtb\n%s\n", boot->kernel, boot->initrd, boot->dtb);
	/* One CPU spins for nobody. */
	if (boot->spin && b->cpus > 1)
		fprintf(out, "-plugin\nfile=%s\n", boot->spin);
	if (boot->append)
		fprintf(out, "-append\n%s\n", boot->append);
}
