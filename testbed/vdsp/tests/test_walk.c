// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The walk through page tables: granules, levels, blocks, permissions, and tables
 * that no correct guest writes.
 */
#include <stdlib.h>

#include "mem/walk.h"
#include "fake_smmu.h"
#include "tap.h"

static struct fake_smmu s;
static struct walk_root root;
static struct walk_page page;

static void begin(void)
{
	fake_smmu_init(&s, FAKE_SMMU_RAM_SIZE);
	root = (struct walk_root){
		.table = fake_smmu_alloc(&s, 4096, 4096), .input_bits = 48, .granule_shift = 12,
	};
}

static void end(void)
{
	fake_smmu_fini(&s);
}

/* A 4 KiB page is found with its offset left out, and only that page. */
static void page_4k(void)
{
	begin();
	fake_smmu_map(&s, root.table, 0xffffff000, 0x40012000, FAKE_PTE_PAGE);
	TAP_EQUAL(walk(&s.ram, &root, 0xffffff123, &page), WALK_OK);
	TAP_EQUAL(page.iova, 0xffffff000);
	TAP_EQUAL(page.phys, 0x40012000);
	TAP_EQUAL(page.size, 0x1000);
	TAP_EXPECT(page.writable);
	TAP_EQUAL(walk(&s.ram, &root, 0xfffffefff, &page), WALK_TRANSLATION);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000000000, &page), WALK_TRANSLATION);
	end();
}

/* Attribute bits above the address do not matter. */
static void upper_bits_ignored(void)
{
	begin();
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_PAGE | 0x60ull << 48);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	TAP_EQUAL(page.phys, 0x40012000);
	end();
}

static void block_2m(void)
{
	begin();
	*fake_smmu_word(&s, fake_smmu_entry(&s, root.table, 0x7f400000, 2)) =
		0x40200000 | FAKE_PTE_BLOCK;
	TAP_EQUAL(walk(&s.ram, &root, 0x7f5abcde, &page), WALK_OK);
	TAP_EQUAL(page.iova, 0x7f400000);
	TAP_EQUAL(page.phys, 0x40200000);
	TAP_EQUAL(page.size, 0x200000);
	end();
}

/* A block must be RAM as a whole: a 1 GiB block here is not. */
static void block_1g_not_ram(void)
{
	begin();
	*fake_smmu_word(&s, fake_smmu_entry(&s, root.table, 0x40000000, 1)) =
		0x40000000 | FAKE_PTE_BLOCK;
	TAP_EQUAL(walk(&s.ram, &root, 0x40000000, &page), WALK_ADDRESS_SIZE);
	end();
}

/* Level 0 has no blocks, level 3 no tables: reserved, so invalid. */
static void reserved_encodings(void)
{
	begin();
	*fake_smmu_word(&s, fake_smmu_entry(&s, root.table, 1ull << 39, 0)) =
		0x40000000 | FAKE_PTE_BLOCK;
	TAP_EQUAL(walk(&s.ram, &root, 1ull << 39, &page), WALK_TRANSLATION);
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_BLOCK);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_TRANSLATION);
	end();
}

static void read_only_page(void)
{
	begin();
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_PAGE | FAKE_PTE_READ_ONLY);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	TAP_EXPECT(!page.writable);
	end();
}

static void privileged_page(void)
{
	begin();
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_PAGE & ~FAKE_PTE_UNPRIVILEGED);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_PERMISSION);
	end();
}

static void access_flag(void)
{
	begin();
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_PAGE & ~FAKE_PTE_ACCESSED);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_ACCESS);
	root.ignore_access_flag = true;
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	end();
}

/* A table entry limits all that lies below it, unless the guest has that off. */
static void table_permissions(void)
{
	uint64_t *entry;

	begin();
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_PAGE);
	entry = fake_smmu_word(&s, fake_smmu_entry(&s, root.table, 0x1000, 1));
	*entry |= 1ull << 62;
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	TAP_EXPECT(!page.writable);
	*entry |= 1ull << 61;
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_PERMISSION);
	root.ignore_table_bits = true;
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	TAP_EXPECT(page.writable);
	end();
}

/* An address wider than the tables is not translated, and nothing is read. */
static void too_wide(void)
{
	begin();
	TAP_EQUAL(walk(&s.ram, &root, 1ull << 48, &page), WALK_TRANSLATION);
	TAP_EQUAL(walk(&s.ram, &root, UINT64_MAX, &page), WALK_TRANSLATION);
	end();
}

/* 39 bits of input start at level 1; 42 bits start at level 0 with 8 entries. */
static void fewer_levels(void)
{
	uint64_t table;

	begin();
	fake_smmu_map(&s, root.table, 0x1000, 0x40012000, FAKE_PTE_PAGE);
	table = *fake_smmu_word(&s, root.table) & ~0xfffull;
	root.input_bits = 42;
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	root.input_bits = 39;
	root.table = table;
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_OK);
	TAP_EQUAL(page.phys, 0x40012000);
	TAP_EQUAL(walk(&s.ram, &root, 1ull << 39, &page), WALK_TRANSLATION);
	end();
}

/* 64 KiB: three levels of 13 bits; 16 KiB: four of 11, of which 48 bits use one bit. */
static void other_granules(void)
{
	uint64_t l1, l2, l3;

	begin();
	root.granule_shift = 16;
	l1 = fake_smmu_alloc(&s, 65536, 65536);
	l2 = fake_smmu_alloc(&s, 65536, 65536);
	l3 = fake_smmu_alloc(&s, 65536, 65536);
	*fake_smmu_word(&s, l1 + 8 * 1) = l2 | FAKE_PTE_TABLE;
	*fake_smmu_word(&s, l2 + 8 * 2) = l3 | FAKE_PTE_TABLE;
	*fake_smmu_word(&s, l3 + 8 * 3) = 0x40050000 | FAKE_PTE_PAGE;
	root.table = l1;
	TAP_EQUAL(walk(&s.ram, &root, 1ull << 42 | 2ull << 29 | 3ull << 16 | 0x1234, &page),
		  WALK_OK);
	TAP_EQUAL(page.phys, 0x40050000);
	TAP_EQUAL(page.size, 65536);

	root.granule_shift = 14;
	l1 = fake_smmu_alloc(&s, 16384, 16384);
	*fake_smmu_word(&s, l1 + 8 * 1) = l1 | FAKE_PTE_TABLE;	/* used as level 0 and 1 */
	l2 = fake_smmu_alloc(&s, 16384, 16384);
	*fake_smmu_word(&s, l1 + 8 * 2) = l2 | FAKE_PTE_TABLE;
	l3 = fake_smmu_alloc(&s, 16384, 16384);
	*fake_smmu_word(&s, l2) = l3 | FAKE_PTE_TABLE;
	*fake_smmu_word(&s, l3 + 8 * 5) = 0x40054000 | FAKE_PTE_PAGE;
	root.table = l1;
	TAP_EQUAL(walk(&s.ram, &root, 1ull << 47 | 2ull << 36 | 5ull << 14 | 0x10, &page),
		  WALK_OK);
	TAP_EQUAL(page.phys, 0x40054000);
	TAP_EQUAL(page.size, 16384);
	end();
}

/* Tables outside of RAM, at its very end, unaligned: an abort, never a crash. */
static void bad_pointers(void)
{
	begin();
	root.table = 0;
	TAP_EQUAL(walk(&s.ram, &root, 0, &page), WALK_ABORT);
	root.table = FAKE_SMMU_RAM + FAKE_SMMU_RAM_SIZE;
	TAP_EQUAL(walk(&s.ram, &root, 0, &page), WALK_ABORT);
	root.table = FAKE_SMMU_RAM + FAKE_SMMU_RAM_SIZE - 8;
	TAP_EQUAL(walk(&s.ram, &root, 1ull << 39, &page), WALK_ABORT);
	root.table = 0x0000fffffffffff8;
	TAP_EQUAL(walk(&s.ram, &root, 0, &page), WALK_ABORT);
	root.table = FAKE_SMMU_RAM + 4;
	TAP_EQUAL(walk(&s.ram, &root, 0, &page), WALK_ABORT);
	root.table = fake_smmu_alloc(&s, 4096, 4096);
	*fake_smmu_word(&s, root.table) = 0x0000fffffffff000 | FAKE_PTE_TABLE;
	TAP_EQUAL(walk(&s.ram, &root, 0, &page), WALK_ABORT);
	*fake_smmu_word(&s, root.table) = 0;
	fake_smmu_map(&s, root.table, 0x1000, 0x3ffff000, FAKE_PTE_PAGE);
	TAP_EQUAL(walk(&s.ram, &root, 0x1000, &page), WALK_ADDRESS_SIZE);
	end();
}

/* A table that contains itself ends at the last level. */
static void loop(void)
{
	begin();
	*fake_smmu_word(&s, root.table) = root.table | FAKE_PTE_TABLE | FAKE_PTE_UNPRIVILEGED |
					  FAKE_PTE_ACCESSED;
	TAP_EQUAL(walk(&s.ram, &root, 0x10, &page), WALK_OK);
	TAP_EQUAL(page.phys, root.table);
	end();
}

/* Random tables: whatever the result, a page that is found is RAM. */
static void random_tables(void)
{
	static const unsigned int granules[] = { 12, 14, 16 };
	unsigned int found = 0;
	uint64_t iova;

	begin();
	srand(1);
	for (uint32_t i = 0; i < FAKE_SMMU_RAM_SIZE; i += 8)
		*fake_smmu_word(&s, FAKE_SMMU_RAM + i) =
			(((uint64_t)rand() << 31 | (uint64_t)rand()) &
			 (rand() % 2 ? UINT64_MAX : 0x60000000007fffffull)) |
			(rand() % 4 ? 0x40000403u : 0u);
	for (unsigned int i = 0; i < 200000; i++) {
		root.granule_shift = granules[rand() % 3];
		root.input_bits = 25 + (unsigned int)rand() % 24;
		root.table = FAKE_SMMU_RAM + ((uint64_t)rand() % FAKE_SMMU_RAM_SIZE & ~0xfull);
		iova = (uint64_t)rand() << 20 ^ (uint64_t)rand();
		iova &= (1ull << root.input_bits) - 1;
		if (walk(&s.ram, &root, iova, &page))
			continue;
		found++;
		if (!TAP_EXPECT(ram_at(&s.ram, page.phys, page.size)))
			break;
	}
	TAP_EXPECT(found > 100);
	end();
}

static const struct tap_test cases[] = {
	{ "page-4k", page_4k },
	{ "upper-bits-ignored", upper_bits_ignored },
	{ "block-2m", block_2m },
	{ "block-1g-not-ram", block_1g_not_ram },
	{ "reserved-encodings", reserved_encodings },
	{ "read-only-page", read_only_page },
	{ "privileged-page", privileged_page },
	{ "access-flag", access_flag },
	{ "table-permissions", table_permissions },
	{ "too-wide", too_wide },
	{ "fewer-levels", fewer_levels },
	{ "other-granules", other_granules },
	{ "bad-pointers", bad_pointers },
	{ "loop", loop },
	{ "random-tables", random_tables },
};

TAP_MAIN(cases)
