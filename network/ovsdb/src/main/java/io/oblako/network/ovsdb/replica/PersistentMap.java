package io.oblako.network.ovsdb.replica;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map whose changed copy shares all but a few nodes with it: a hash trie of 32 branches per level. A
 * change costs some hundred bytes whatever the size, so that each transaction can leave a snapshot behind. The order
 * of iteration is that of the hashes.
 *
 * @see <a href="https://lampwww.epfl.ch/papers/idealhashtrees.pdf">Bagwell, Ideal Hash Trees</a>
 */
final class PersistentMap<K, V> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;
    private static final int HASH_BITS = 32;

    /** What a slot of a branch holds. */
    private sealed interface Node<K, V> {}

    private record Leaf<K, V>(int hash, K key, V value) implements Node<K, V> {}

    /** Keys whose hashes are equal in all bits. */
    private static final class Collision<K, V> implements Node<K, V> {
        private final int hash;
        private final Leaf<K, V>[] leaves;

        Collision(int hash, Leaf<K, V>[] leaves) {
            this.hash = hash;
            this.leaves = leaves;
        }
    }

    /** Slots for those of 32 values of the next five bits that occur, in their order. */
    private static final class Branch<K, V> implements Node<K, V> {
        private final int bitmap;
        private final Node<K, V>[] slots;

        Branch(int bitmap, Node<K, V>[] slots) {
            this.bitmap = bitmap;
            this.slots = slots;
        }

        int index(int bit) {
            return Integer.bitCount(bitmap & (bit - 1));
        }
    }

    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(null, 0);

    private final @Nullable Node<K, V> root;
    private final int size;

    private PersistentMap(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    @SuppressWarnings("unchecked")
    static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    int size() {
        return size;
    }

    @Nullable
    V get(K key) {
        int hash = spread(key);
        Node<K, V> node = root;
        for (int shift = 0; node != null; shift += BITS) {
            switch (node) {
                case Leaf<K, V> leaf -> {
                    return leaf.hash == hash && leaf.key.equals(key) ? leaf.value : null;
                }
                case Collision<K, V> collision -> {
                    int at = collision.hash == hash ? find(collision, key) : -1;
                    return at < 0 ? null : collision.leaves[at].value;
                }
                case Branch<K, V> branch -> {
                    int bit = bit(hash, shift);
                    node = (branch.bitmap & bit) == 0 ? null : branch.slots[branch.index(bit)];
                }
            }
        }
        return null;
    }

    /** The map with the key set to the value. */
    PersistentMap<K, V> with(K key, V value) {
        boolean fresh = get(key) == null;
        Leaf<K, V> leaf = new Leaf<>(spread(key), key, Objects.requireNonNull(value));
        return new PersistentMap<>(root == null ? leaf : put(root, leaf, 0), size + (fresh ? 1 : 0));
    }

    /** The map without the key. */
    PersistentMap<K, V> without(K key) {
        if (root == null || get(key) == null) {
            return this;
        }
        return new PersistentMap<>(remove(root, spread(key), key, 0), size - 1);
    }

    void forEach(BiConsumer<? super K, ? super V> action) {
        if (root != null) {
            forEach(root, action);
        }
    }

    private static <K, V> void forEach(Node<K, V> node, BiConsumer<? super K, ? super V> action) {
        switch (node) {
            case Leaf<K, V> leaf -> action.accept(leaf.key, leaf.value);
            case Collision<K, V> collision -> {
                for (Leaf<K, V> leaf : collision.leaves) {
                    action.accept(leaf.key, leaf.value);
                }
            }
            case Branch<K, V> branch -> {
                for (Node<K, V> slot : branch.slots) {
                    forEach(slot, action);
                }
            }
        }
    }

    private static <K, V> Node<K, V> put(Node<K, V> node, Leaf<K, V> leaf, int shift) {
        return switch (node) {
            case Leaf<K, V> old when old.hash != leaf.hash -> split(old, old.hash, leaf, shift);
            case Leaf<K, V> old when old.key.equals(leaf.key) -> leaf;
            case Leaf<K, V> old -> new Collision<>(leaf.hash, leaves(old, leaf));
            case Collision<K, V> old when old.hash != leaf.hash -> split(old, old.hash, leaf, shift);
            case Collision<K, V> old -> {
                int at = find(old, leaf.key);
                Leaf<K, V>[] leaves = Arrays.copyOf(old.leaves, at < 0 ? old.leaves.length + 1 : old.leaves.length);
                leaves[at < 0 ? leaves.length - 1 : at] = leaf;
                yield new Collision<>(old.hash, leaves);
            }
            case Branch<K, V> branch -> {
                int bit = bit(leaf.hash, shift);
                int index = branch.index(bit);
                if ((branch.bitmap & bit) == 0) {
                    yield new Branch<>(branch.bitmap | bit, inserted(branch.slots, index, leaf));
                }
                Node<K, V>[] slots = branch.slots.clone();
                slots[index] = put(slots[index], leaf, shift + BITS);
                yield new Branch<>(branch.bitmap, slots);
            }
        };
    }

    private static <K, V> @Nullable Node<K, V> remove(Node<K, V> node, int hash, K key, int shift) {
        return switch (node) {
            case Leaf<K, V> _ -> null;
            case Collision<K, V> old -> {
                int at = find(old, key);
                if (old.leaves.length == 2) {
                    yield old.leaves[1 - at];
                }
                Leaf<K, V>[] leaves = Arrays.copyOf(old.leaves, old.leaves.length - 1);
                if (at < leaves.length) {
                    leaves[at] = old.leaves[leaves.length];
                }
                yield new Collision<>(hash, leaves);
            }
            case Branch<K, V> branch -> {
                int bit = bit(hash, shift);
                int index = branch.index(bit);
                Node<K, V> child = remove(branch.slots[index], hash, key, shift + BITS);
                if (child == null && branch.slots.length == 1) {
                    yield null;
                }
                if (child == null && branch.slots.length == 2 && !(branch.slots[1 - index] instanceof Branch)) {
                    yield branch.slots[1 - index];
                }
                if (child == null) {
                    yield new Branch<>(branch.bitmap & ~bit, removed(branch.slots, index));
                }
                if (branch.slots.length == 1 && !(child instanceof Branch)) {
                    yield child;
                }
                Node<K, V>[] slots = branch.slots.clone();
                slots[index] = child;
                yield new Branch<>(branch.bitmap, slots);
            }
        };
    }

    /** A branch, or several below each other, where two nodes of different hashes part. */
    private static <K, V> Node<K, V> split(Node<K, V> old, int oldHash, Leaf<K, V> leaf, int shift) {
        int oldBit = bit(oldHash, shift);
        int bit = bit(leaf.hash, shift);
        if (oldBit == bit) {
            Node<K, V>[] one = slots(1);
            one[0] = split(old, oldHash, leaf, shift + BITS);
            return new Branch<>(bit, one);
        }
        Node<K, V>[] two = slots(2);
        boolean oldFirst = Integer.compareUnsigned(oldBit, bit) < 0;
        two[oldFirst ? 0 : 1] = old;
        two[oldFirst ? 1 : 0] = leaf;
        return new Branch<>(oldBit | bit, two);
    }

    private static <K, V> int find(Collision<K, V> collision, K key) {
        for (int i = 0; i < collision.leaves.length; i++) {
            if (collision.leaves[i].key.equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private static int bit(int hash, int shift) {
        if (shift >= HASH_BITS) {
            throw new IllegalStateException("Equal hashes do not part");
        }
        return 1 << ((hash >>> shift) & MASK);
    }

    private static int spread(Object key) {
        int hash = key.hashCode();
        return hash ^ (hash >>> 16);
    }

    private static <K, V> Node<K, V>[] inserted(Node<K, V>[] slots, int index, Node<K, V> node) {
        Node<K, V>[] more = Arrays.copyOf(slots, slots.length + 1);
        System.arraycopy(slots, index, more, index + 1, slots.length - index);
        more[index] = node;
        return more;
    }

    private static <K, V> Node<K, V>[] removed(Node<K, V>[] slots, int index) {
        Node<K, V>[] fewer = Arrays.copyOf(slots, slots.length - 1);
        System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
        return fewer;
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Node<K, V>[] slots(int length) {
        return (Node<K, V>[]) new Node<?, ?>[length];
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Leaf<K, V>[] leaves(Leaf<K, V> one, Leaf<K, V> other) {
        return (Leaf<K, V>[]) new Leaf<?, ?>[] {one, other};
    }
}
