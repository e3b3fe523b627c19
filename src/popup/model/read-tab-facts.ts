import { toFailure } from '../../domain/failure';
import { sessionStore } from '../../extension/stores';
import { canCaptureTabs, getTabStreamId, isTabCaptureAllowed } from '../../extension/tab-capture';
import { activeTab } from '../../extension/tabs';
import type { TabFacts } from './tab-access';

/** Asks the browser about the active tab and what we may do with it. */
export async function readTabFacts(): Promise<TabFacts> {
  const [tab, allowed, denied] = await Promise.all([
    activeTab(),
    isTabCaptureAllowed(),
    sessionStore.get('tabCaptureDenied'),
  ]);
  const refusal = tab !== undefined && allowed ? await refusalOf(tab.id) : undefined;
  return { possible: canCaptureTabs(), tab, allowed, denied, refusal };
}

/**
 * There is no API to ask this. A stream id that is never used opens nothing, and expires after 10 s. Any other reason
 * is reported by the start.
 */
async function refusalOf(tabId: number): Promise<TabFacts['refusal']> {
  try {
    await getTabStreamId(tabId);
    return undefined;
  } catch (error) {
    const { code } = toFailure(error);
    return code === 'tab-not-invoked' || code === 'tab-not-capturable' ? code : undefined;
  }
}
