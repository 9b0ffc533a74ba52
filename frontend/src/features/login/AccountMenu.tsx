import { Menu, Modal, UnstyledButton } from "@mantine/core";
import {
  IconChevronDown,
  IconKey,
  IconLogout,
  IconSettings,
  IconUserCircle,
} from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keepLanguage, logOut, sessionQuery } from "@/api/session";
import type { User } from "@/api/types";
import { isLanguage, type Language, languages, speak } from "@/i18n";
import styles from "./AccountMenu.module.css";
import { PasswordForm } from "./PasswordForm";

/** Language, password, administration, logging out. */
export function AccountMenu({ user }: { user: User }) {
  const { t, i18n } = useTranslation();
  const login = useTranslation("login");
  const queries = useQueryClient();
  const [changing, setChanging] = useState(false);

  const choose = async (language: Language) => {
    speak(language);
    try {
      queries.setQueryData(sessionQuery.queryKey, await keepLanguage(language));
      // The server's own sentences are to come in the new language as well.
      await queries.invalidateQueries();
    } catch {
      // The page speaks it already and this browser remembers it; the account learns it next time.
    }
  };

  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <UnstyledButton
            className={styles.target}
            aria-label={t("account.menu", { name: user.display_name })}
          >
            <IconUserCircle size={19} aria-hidden />
            <span>{user.display_name}</span>
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("account.language")}</Menu.Label>
          <Menu.RadioGroup
            value={i18n.language}
            onChange={(language) => isLanguage(language) && void choose(language)}
          >
            {languages.map((language) => (
              <Menu.RadioItem key={language} value={language} lang={language}>
                {t(`account.${language}`)}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconKey size={15} />} onClick={() => setChanging(true)}>
            {t("account.password")}
          </Menu.Item>
          {user.rights.includes("administer") && (
            <Menu.Item component="a" href="/admin/" leftSection={<IconSettings size={15} />}>
              {t("account.administration")}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={15} />}
            onClick={() => void logOut(queries).catch(() => queries.invalidateQueries())}
          >
            {t("account.logOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={t("account.password")}
        closeButtonProps={{ "aria-label": t("close") }}
        size={400}
      >
        <div className={styles.form}>
          <PasswordForm
            account={user.name}
            oldLabel={login.t("oldPassword")}
            onDone={() => setChanging(false)}
          />
        </div>
      </Modal>
    </>
  );
}
