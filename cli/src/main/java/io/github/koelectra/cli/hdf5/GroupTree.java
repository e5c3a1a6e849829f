package io.github.koelectra.cli.hdf5;

import io.github.koelectra.weights.WeightFormatException;
import io.github.koelectra.weights.WeightFormatException.Kind;
import io.jhdf.Constants;
import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.btree.BTreeV1;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.LinkMessage.LinkType;
import io.jhdf.object.message.SymbolTableMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The groups of a file down to its data sets. Links to other places and files are not followed. */
final class GroupTree {
  private static final int MOST_LEVELS = 32;
  private static final int LONGEST_NAME = 1024;
  private static final int SOFT_LINK = 2;

  private final Path file;
  private final BoundedStorage storage;
  private final List<Found> found = new ArrayList<>();

  private GroupTree(Path file, BoundedStorage storage) {
    this.file = file;
    this.storage = storage;
  }

  /** A data set: the names of the groups around it, then its own, and what the file says of it. */
  record Found(List<String> path, ObjectHeader header) {}

  static List<Found> of(Path file, BoundedStorage storage, long root) throws WeightFormatException {
    GroupTree tree = new GroupTree(file, storage);
    tree.walk(List.of(), root);
    return tree.found;
  }

  private void walk(List<String> path, long address) throws WeightFormatException {
    if (path.size() > MOST_LEVELS) {
      throw new WeightFormatException(
          Kind.RESOURCES, file + ": its groups lie deeper in each other than any model's");
    }
    ObjectHeader header = ObjectHeader.readObjectHeader(storage, address);
    if (header.hasMessageOfType(DataSpaceMessage.class)) {
      found.add(new Found(path, header));
      return;
    }
    for (Map.Entry<String, Long> child : children(header).entrySet()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(child.getKey());
      walk(inner, child.getValue());
    }
  }

  private Map<String, Long> children(ObjectHeader group) throws WeightFormatException {
    if (group.hasMessageOfType(SymbolTableMessage.class)) {
      return symbols(group.getMessageOfType(SymbolTableMessage.class));
    }
    for (LinkInfoMessage info : group.getMessagesOfType(LinkInfoMessage.class)) {
      if (info.getBTreeNameIndexAddress() != Constants.UNDEFINED_ADDRESS) {
        throw new WeightFormatException(
            Kind.FORMAT,
            file + ": kept in a layout that is not supported; save it with h5py's own");
      }
    }
    Map<String, Long> children = new LinkedHashMap<>();
    for (LinkMessage link : group.getMessagesOfType(LinkMessage.class)) {
      if (link.getLinkType() == LinkType.HARD) {
        children.put(link.getLinkName(), link.getHardLinkAddress());
      }
    }
    return children;
  }

  private Map<String, Long> symbols(SymbolTableMessage table) {
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    Map<String, Long> children = new LinkedHashMap<>();
    BTreeV1 tree = BTreeV1.createGroupBTree(storage, table.getBTreeAddress());
    for (long node : tree.getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        if (entry.getCacheType() != SOFT_LINK) {
          children.put(name(names, entry.getLinkNameOffset()), entry.getObjectHeaderAddress());
        }
      }
    }
    return children;
  }

  private static String name(ByteBuffer names, int offset) {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    for (int at = offset; names.get(at) != 0; at++) {
      if (name.size() == LONGEST_NAME) {
        throw new BoundedStorage.Exhausted();
      }
      name.write(names.get(at));
    }
    return name.toString(StandardCharsets.UTF_8);
  }
}
